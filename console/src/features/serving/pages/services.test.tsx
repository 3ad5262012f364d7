import { describe, expect, it } from "vitest";

import { renderConsole } from "@/testing/render";
import { created } from "@/testing/serving";

describe("ServicesPage", () => {
  it("shows services with what was asked of them", async () => {
    const screen = renderConsole("/services");
    expect(await screen.findByTestId("service-areas-online")).toBeTruthy();
    expect(screen.getByTestId("service-status").dataset["status"]).toBe("running");
  });
});

describe("DeployPage", () => {
  it("deploys a model with nothing else to choose", async () => {
    const screen = renderConsole("/services/new?model=model-1.0.0");
    await expect
      .poll(() => screen.queryByTestId("weights")?.textContent, { timeout: 10_000 })
      .toContain("areas 1.0.0");
    await screen.user.click(screen.getByTestId("submit-service"));

    await expect.poll(() => created.service?.config[0]?.model_id, { timeout: 10_000 }).toBe("model-1.0.0");
    expect(created.service?.config[0]).toMatchObject({ weight: 100, instance_count: 1 });
    expect(created.service?.config[0]?.specification).not.toBe("");
  });
});

describe("Modify", () => {
  it("sends nothing when nothing was changed, and else only what was", async () => {
    const screen = renderConsole("/services/id-areas-online/edit");
    await screen.user.click(await screen.findByTestId("submit-service", undefined, { timeout: 10_000 }));
    await expect.poll(() => screen.router.state.location.pathname).toBe("/services/id-areas-online");
    expect(created.change).toBeNull();

    await screen.router.navigate("/services/id-areas-online/edit");
    const timeout = await screen.findByTestId("timeout", undefined, { timeout: 10_000 });
    await screen.user.clear(timeout);
    await screen.user.type(timeout, "90");
    await screen.user.click(screen.getByTestId("submit-service"));
    await expect
      .poll(() => created.change)
      .toEqual({
        runtime_config: {
          service_invoke: { auth_type: ["TOKEN"] },
          service_limit: { request_timeout: 90, request_size_limit: 12 },
        },
      });
  });
});

describe("PredictTab", () => {
  it("makes a form of what the model takes, and shows what it answers", async () => {
    const screen = renderConsole("/services/id-areas-online?tab=predict");
    await screen.user.type(await screen.findByTestId("predict-width"), "6");
    await screen.user.type(screen.getByTestId("predict-height"), "7");
    await screen.user.click(screen.getByTestId("predict"));

    await expect.poll(() => screen.getByTestId("prediction").textContent).toContain('"area": 42');
  });
});

describe("CreateModelPage", () => {
  it("says what is wrong in a package at the field that can replace it", async () => {
    const screen = renderConsole("/models/new");
    await screen.user.type(await screen.findByTestId("model-name"), "areas");
    await screen.user.click(screen.getByTestId("submit-model"));

    await expect
      .poll(() => document.querySelector(".ant-form-item-explain-error")?.textContent)
      .toContain("apis[0].method");
  });
});
