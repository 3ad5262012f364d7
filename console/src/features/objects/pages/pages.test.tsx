import { describe, expect, it } from "vitest";

import { breakDown, delayForever, forbid, renderConsole } from "@/testing/render";
import { world } from "@/testing/setup";

const buckets = "*/v2/:project/storage/buckets";

describe("BucketsPage", () => {
  it("lists buckets with the path that every tool takes", async () => {
    const screen = renderConsole("/storage");

    expect(await screen.findByText("datasets")).toBeTruthy();
    expect(screen.getByText("obs://datasets/")).toBeTruthy();
  });

  it("says what to do when there are none", async () => {
    world().buckets = [];
    const screen = renderConsole("/storage");

    expect(await screen.findByText("No buckets yet")).toBeTruthy();
  });

  it("keeps the shell and says which permission is missing", async () => {
    forbid("get", buckets, "obs:bucket:ListAllMybuckets");
    const screen = renderConsole("/storage");

    expect((await screen.findByTestId("missing-action")).textContent).toBe("obs:bucket:ListAllMybuckets");
    expect(screen.getByText("None of your policies allows it.")).toBeTruthy();
    expect(screen.getByTestId("nav-users")).toBeTruthy();
  });

  it("shows code and request id of a failure", async () => {
    breakDown("get", buckets);
    const screen = renderConsole("/storage");

    expect(await screen.findByText("The database is away.")).toBeTruthy();
    expect(screen.getByText("ModelArts.9000")).toBeTruthy();
    expect(screen.getByText(/req-500/)).toBeTruthy();
  });

  it("makes a bucket, and refuses a bad name before asking the server", async () => {
    const screen = renderConsole("/storage");
    await screen.user.click(await screen.findByTestId("create-bucket"));
    const field = await screen.findByTestId("bucket-name");

    await screen.user.type(field, "Bad Name");
    await screen.user.keyboard("{Enter}");
    await expect
      .poll(() => document.querySelector(".ant-form-item-explain-error")?.textContent)
      .toContain("3 to 63");
    expect(world().buckets).toHaveLength(3);

    await screen.user.clear(field);
    await screen.user.type(field, "fresh-bucket{Enter}");
    expect(await screen.findByTestId("bucket-fresh-bucket")).toBeTruthy();
  });
});

describe("BrowserPage", () => {
  it("shows folders and files, and opens a folder", async () => {
    const screen = renderConsole("/storage/datasets");

    await screen.user.click(await screen.findByTestId("entry-flowers"));

    expect(await screen.findByTestId("entry-daisy")).toBeTruthy();
    expect(screen.router.state.location.search).toBe("?prefix=flowers%2F");
  });

  it("previews CSV as a table", async () => {
    const screen = renderConsole("/storage/datasets?preview=classes.csv");

    expect(await screen.findByText("sunflower")).toBeTruthy();
  });

  it("deletes what is selected", async () => {
    const screen = renderConsole("/storage/datasets");
    await screen.findByTestId("entry-README.md");
    const row = screen.getByTestId("entry-README.md").closest("[data-row-key]");

    await screen.user.click(row!.querySelector("input")!);
    await screen.user.click(screen.getByTestId("delete-selected"));
    await screen.findByText("Delete README.md?");
    await screen.user.click(screen.getAllByRole("button", { name: "Delete" }).at(-1)!);

    await expect
      .poll(() =>
        world()
          .objects.get("datasets")
          ?.some((one) => one.key === "README.md"),
      )
      .toBe(false);
  });

  it("shows that it is loading", async () => {
    delayForever("*/v2/:project/storage/buckets/:bucket/objects");
    const screen = renderConsole("/storage/datasets");

    expect(await screen.findByText("datasets", { selector: "b" })).toBeTruthy();
    expect(screen.queryByTestId("empty-state")).toBeNull();
  });
});
