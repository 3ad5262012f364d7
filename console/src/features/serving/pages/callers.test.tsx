import { describe, expect, it } from "vitest";

import { created } from "@/testing/serving";
import { renderConsole } from "@/testing/render";

const slow = { timeout: 10_000 };

describe("CallersPage", () => {
  it("shows the secret of a new app once, and adds codes to it", async () => {
    const screen = renderConsole("/callers");
    await screen.user.click(await screen.findByTestId("create-app", undefined, slow));
    await screen.user.type(await screen.findByTestId("app-name"), "shop-2");
    await screen.user.keyboard("{Enter}");
    const secret = await screen.findByTestId("new-app-secret");
    expect(secret.textContent).toContain("s3cret-of-the-app");
    await screen.user.click(screen.getByTestId("secret-kept"));
    expect(document.body.textContent).not.toContain("s3cret-of-the-app");

    await screen.user.click(await screen.findByTestId("app-shop-2"));
    await screen.user.click(await screen.findByTestId("add-code"));
    await expect.poll(() => screen.getByTestId("app-codes").textContent).toContain("code-1");
  });

  it("shows a new API key once, and what each may call", async () => {
    const screen = renderConsole("/callers?tab=keys");
    expect((await screen.findByTestId("api-key-everything", undefined, slow)).textContent).toBe("everything");
    await screen.user.click(screen.getByTestId("create-api-key"));
    await screen.user.type(await screen.findByTestId("api-key-name"), "pipeline");
    await screen.user.keyboard("{Enter}");
    expect((await screen.findByTestId("new-api-key")).textContent).toContain("the-key-itself");
    await screen.user.click(screen.getByTestId("secret-kept"));
    expect(await screen.findByTestId("api-key-pipeline")).toBeTruthy();
    expect(document.body.textContent).not.toContain("the-key-itself");
  });
});

describe("BatchFormPage", () => {
  it("maps columns by what the model takes, and shows what a row becomes", async () => {
    const screen = renderConsole("/batch-services/new?model=model-1.0.0");
    await expect
      .poll(() => screen.queryByTestId("mapping-preview")?.textContent, slow)
      .toContain('"height": 1.5');
    const sample = screen.getByTestId("mapping-sample");
    await screen.user.clear(sample);
    await screen.user.type(sample, "6,x");
    expect(screen.getByTestId("mapping-preview").textContent).toContain("Row 1, column 1");

    await screen.user.type(screen.getByTestId("batch-source"), "obs://datasets/in/");
    await screen.user.type(screen.getByTestId("batch-target"), "obs://datasets/out/");
    await screen.user.click(screen.getByTestId("submit-batch"));
    await expect.poll(() => created.service?.infer_type, slow).toBe("batch");
    expect(created.service?.config[0]).toMatchObject({
      src_path: "obs://datasets/in/",
      dest_path: "obs://datasets/out/",
      mapping_type: "csv",
      mapping_rule: {
        properties: {
          data: {
            properties: {
              req_data: {
                items: [{ properties: { width: { index: 0 }, height: { type: "number", index: 1 } } }],
              },
            },
          },
        },
      },
    });
  });
});

describe("BatchPage", () => {
  it("shows how far it is, and why inputs failed", async () => {
    const screen = renderConsole("/batch-services/id-areas-of-may");
    expect((await screen.findByTestId("batch-progress", undefined, slow)).textContent).toContain("25 of 40");
    await expect
      .poll(() => screen.queryByTestId("batch-results")?.textContent, slow)
      .toContain("'width' is no number");
    const [filter] = screen.getAllByText("Failed");
    if (filter === undefined) throw new Error("no filter");
    await screen.user.click(filter);
    await expect.poll(() => screen.getByTestId("batch-results").textContent).not.toContain("monday.csv");
  });

  it("is where a link to the service leads", async () => {
    const screen = renderConsole("/services/id-areas-of-may");
    await expect
      .poll(() => screen.router.state.location.pathname, slow)
      .toBe("/batch-services/id-areas-of-may");
  });
});
