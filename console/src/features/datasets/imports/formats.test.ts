import { describe, expect, it } from "vitest";

import { kindOf } from "../kinds";
import { formatsOf, freshImport, importBody } from "./formats";

describe("imports", () => {
  it("of a manifest say so, and nothing about a format", () => {
    const body = importBody(
      { ...freshImport("obs://b/v.manifest"), format: "manifest", hardOnly: true },
      kindOf(1),
    );

    expect(body).toEqual({
      import_path: "obs://b/v.manifest",
      import_type: "manifest",
      import_annotations: true,
      options: { check_files: true },
      difficult_only: true,
    });
  });

  it("of a folder name their format, and take some labels only", () => {
    const body = importBody(
      { ...freshImport("obs://b/f/"), format: "coco", included: ["car"], dryRun: true },
      kindOf(1),
    );

    expect(body).toMatchObject({ format: "coco", included_labels: [{ name: "car" }], dry_run: true });
  });

  it("without labels ask for none", () => {
    expect(importBody({ ...freshImport("obs://b/f/"), format: "plain" }, kindOf(0))).toEqual({
      import_path: "obs://b/f/",
      import_type: "dir",
      format: "plain",
      import_annotations: false,
    });
    expect(importBody(freshImport("obs://b/f/"), kindOf(900)).import_annotations).toBe(false);
  });

  it("offer what the type of the dataset can hold", () => {
    expect(formatsOf(kindOf(1))).toContain("yolo");
    expect(formatsOf(kindOf(100))).not.toContain("yolo");
    expect(formatsOf(kindOf(400))).toEqual(["auto", "parquet", "archive", "server", "address"]);
  });

  it("from a database name a table or ask a query, and who asks", () => {
    const values = { ...freshImport("postgresql://db/posts"), format: "address", user: "me" } as const;
    const columns = { text: "body", label: "" };

    expect(importBody({ ...values, password: "p", table: "posts", columns }, kindOf(100))).toEqual({
      import_path: "postgresql://db/posts",
      import_type: "dir",
      import_annotations: true,
      options: { table: "posts", columns: { text: "body" } },
      credentials: { user: "me", password: "p" },
    });
    expect(importBody({ ...values, table: "x", query: "SELECT 1", key: "id" }, kindOf(100)).options).toEqual({
      query: "SELECT 1",
      key: "id",
    });
  });

  it("from a web server say what the files are, and where copies go", () => {
    const values = { ...freshImport("https://data/"), format: "address", copyTo: "spring" } as const;

    expect(importBody({ ...values, inner: "coco" }, kindOf(1))).toMatchObject({
      options: { format: "coco" },
      import_folder: "spring",
    });
    expect(importBody(values, kindOf(1)).options).toBeUndefined();
    expect(importBody({ ...freshImport("/b/"), format: "parquet" }, kindOf(1)).options).toBeUndefined();
  });
});
