import { describe, expect, it } from "vitest";

import { breakDown, renderConsole } from "@/testing/render";
import { percentOf } from "./parts/names";

describe("ImagesPage", () => {
  it("shows presets with their state, and why one cannot be had", async () => {
    const screen = renderConsole("/images");

    expect(await screen.findByText("Ready")).toBeTruthy();
    expect(screen.getByText("Being built")).toBeTruthy();
    expect(screen.getByText("this machine has no NVIDIA GPU")).toBeTruthy();
  });

  it("shows the log of a build", async () => {
    const screen = renderConsole("/images");
    await screen.user.click(await screen.findByTestId("image-pytorch_2.13-cpu-py_3.11"));

    expect(await screen.findByText(/installing 84 packages/)).toBeTruthy();
    expect(screen.getByText("Installing, 62%")).toBeTruthy();
  });

  it("registers an environment from requirements, after a look at the name", async () => {
    const screen = renderConsole("/images");
    await screen.user.click(await screen.findByTestId("register-image"));
    const name = await screen.findByTestId("image-name");
    await screen.user.click(name);
    await screen.user.paste("Bad Name");
    await screen.user.click(screen.getByTestId("image-requirements"));
    await screen.user.paste("pandas");
    await screen.user.click(screen.getByRole("button", { name: "Register" }));
    expect(await screen.findByText(/Lower case letters, digits/)).toBeTruthy();

    await screen.user.clear(name);
    await screen.user.click(name);
    await screen.user.paste("team/own:1");
    await screen.user.click(screen.getByRole("button", { name: "Register" }));
    expect(await screen.findByTestId("image-team/own:1")).toBeTruthy();
  });

  it("says so when the catalogue cannot be loaded", async () => {
    breakDown("get", "*/v1/:project/images");
    const screen = renderConsole("/images", "zh");
    expect(await screen.findByTestId("error-state")).toBeTruthy();
  });

  it("reads how far a build is from its message", () => {
    expect([percentOf("installing, 62 %"), percentOf("waits")]).toEqual([62, null]);
  });
});
