import { describe, expect, it } from "vitest";

import { breakDown, forbid, renderConsole } from "@/testing/render";
import { readAmounts, squaresOf } from "./amounts";
import { cardsOf, memoryOf } from "./flavors";

describe("amounts", () => {
  it("reads resources as the API writes them", () => {
    expect(readAmounts({ cpu: "2.5", memory: "7.5Gi", "nvidia.com/gpu": "2" })).toEqual({
      cores: 2.5,
      memoryBytes: 7.5 * 2 ** 30,
      cards: 2,
    });
    expect(readAmounts({})).toEqual({ cores: 0, memoryBytes: 0, cards: 0 });
  });

  it("shows what is in use however little it is, and never more squares than fit", () => {
    expect(squaresOf(8, 0.1)).toEqual({ count: 8, taken: 1 });
    expect(squaresOf(256, 128)).toEqual({ count: 64, taken: 32 });
    expect(squaresOf(8, 0)).toEqual({ count: 8, taken: 0 });
  });

  it("reads sizes and cards of flavors", () => {
    const info = {
      max_num: 1,
      cpu: { arch: "x86", core_num: 2 },
      memory: { size: 4, unit: "GB" },
      disk: { size: 1, unit: "GB" },
      gpu: null,
      npu: { unit_num: "8", product_name: "snt9", memory: "32GB" },
    };
    expect(memoryOf(info)).toBe(4 * 2 ** 30);
    expect(cardsOf(info)).toEqual({ count: 8, product: "snt9" });
    expect(cardsOf({ ...info, npu: null })).toBeNull();
  });
});

describe("ComputePage", () => {
  it("shows machines with what is in use, and why one is not usable", async () => {
    const screen = renderConsole("/compute");

    expect((await screen.findByTestId("node-yard-1")).textContent).toContain("4 of 8 cores in use");
    expect(screen.getByTestId("node-yard-3").textContent).toContain("No sandbox can be made here.");
    // A machine that cannot be used has no room to offer.
    expect(screen.getByText("6.5 of 16 free")).toBeTruthy();
    expect(await screen.findByText("flowers-vit")).toBeTruthy();
  });

  it("shows the queue with places and reasons", async () => {
    const screen = renderConsole("/compute?tab=queue");

    expect(await screen.findByText(/the largest free block is 4 cores/)).toBeTruthy();
    expect(screen.getByRole("link", { name: "speech-large" }).getAttribute("href")).toBe("/training/jobs/j2");
  });

  it("counts what is free of each flavor", async () => {
    const screen = renderConsole("/compute?tab=flavors");

    await screen.findByText("cpu.2u4g");
    const free = (name: string) =>
      screen.getByText(name).closest("tr")?.querySelector("td:last-child")?.textContent;
    await expect.poll(() => free("cpu.2u4g")).toBe("3");
    expect(free("cpu.8u16g")).toBe("0");
  });

  it("changes quotas; an empty one is no limit", async () => {
    const screen = renderConsole("/compute?tab=quotas");
    expect(await screen.findByText("12 of 16 cores")).toBeTruthy();
    expect(screen.getByText("No limit")).toBeTruthy();

    await screen.user.click(screen.getByTestId("edit-quotas"));
    const field = await screen.findByRole("spinbutton", { name: "CPU cores in use" });
    await screen.user.clear(field);
    await screen.user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("The quotas were changed")).toBeTruthy();
  });

  it.each([
    [
      "forbidden",
      () => forbid("get", "*/v2/:project/pools/:pool/nodes", "modelarts:pool:list"),
      "missing-action",
    ],
    ["broken", () => breakDown("get", "*/v2/:project/pools/:pool/nodes"), "error-state"],
  ])("says so when the machines are %s", async (_what, arrange, shown) => {
    arrange();
    const screen = renderConsole("/compute", "zh");
    expect(await screen.findByTestId(shown)).toBeTruthy();
  });
});
