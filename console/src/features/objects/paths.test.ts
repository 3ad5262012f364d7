import { describe, expect, it } from "vitest";

import { disposition } from "./api";
import { parseCSV } from "./parts/csv";
import { entriesOf } from "./parts/entries";
import {
  asPrefix,
  browserAddress,
  isArchive,
  isBucketName,
  kindOfFile,
  nameOf,
  readPath,
  stepsOf,
  unpackPlace,
} from "./paths";

describe("paths", () => {
  it("takes any spelling of a folder", () => {
    expect(asPrefix("/a//b/ ")).toBe("a/b/");
    expect(asPrefix(" ")).toBe("");
  });

  it.each(["obs://data/a/b", "obs:/data/a/b", "s3://data/a/b", "/data/a/b", ' "obs://data/a/b" '])(
    "reads %s as the same place",
    (typed) => expect(readPath(typed)).toEqual({ bucket: "data", key: "a/b" }),
  );

  it.each(["", "data/a", "obs://", "https://data/a", "obs://No_Bucket/a"])("reads no place in %j", (typed) =>
    expect(readPath(typed)).toBeNull(),
  );

  it("leads to folders, and to files in their folder", () => {
    expect(browserAddress({ bucket: "data", key: "" })).toBe("/storage/data");
    expect(browserAddress({ bucket: "data", key: "a/b/" })).toBe("/storage/data?prefix=a%2Fb%2F");
    expect(browserAddress({ bucket: "data", key: "a/b.txt" })).toBe(
      "/storage/data?prefix=a%2F&preview=a%2Fb.txt",
    );
  });

  it("names the last part of keys and folders", () => {
    expect([nameOf("a/b.txt"), nameOf("a/b/"), nameOf("b")]).toEqual(["b.txt", "b", "b"]);
    expect(stepsOf("a/b/")).toEqual([
      { name: "a", prefix: "a/" },
      { name: "b", prefix: "a/b/" },
    ]);
  });

  it.each(["x.tar.gz", "x.tgz", "x.ZIP", "x.tar.zst", "x.tar.bz2", "x.tar.xz", "x.tar"])(
    "knows %s as an archive",
    (name) => {
      expect(isArchive(name)).toBe(true);
      expect(unpackPlace(`d/${name}`)).toBe("d/x/");
    },
  );

  it("never previews SVG as an image, for it can carry scripts", () => {
    expect(kindOfFile("a.svg")).toBe("text");
  });

  it.each([
    ["my-bucket.1", true],
    ["ab", false],
    ["My-bucket", false],
    ["192.168.1.1", false],
    ["a..b", false],
    ["-abc", false],
  ])("judges the bucket name %s: %s", (name, good) => expect(isBucketName(name)).toBe(good));
});

describe("disposition", () => {
  it("keeps names of any language without breaking the header", () => {
    expect(disposition('数据"\r\n.csv')).toBe(
      `attachment; filename="_____.csv"; filename*=UTF-8''%E6%95%B0%E6%8D%AE%22%0D%0A.csv`,
    );
  });
});

describe("entriesOf", () => {
  it("puts folders first, once each, and hides the folder's own marker", () => {
    const object = (key: string) => ({ key, size_bytes: 1, modified_at: 1, etag: "", storage_class: "" });
    const pages = [
      {
        prefix: "d/",
        folders: [{ prefix: "d/x/" }],
        objects: [object("d/"), object("d/a")],
        next_marker: "d/a",
      },
      { prefix: "d/", folders: [{ prefix: "d/x/" }], objects: [object("d/b")], next_marker: null },
    ];

    expect(entriesOf(pages, "d/").map((entry) => entry.key)).toEqual(["d/x/", "d/a", "d/b"]);
  });
});

describe("parseCSV", () => {
  it("reads quotes, doubled quotes and breaks inside cells", () => {
    expect(parseCSV('a,b\r\n"x, ""y""\nz",2\n')).toEqual([
      ["a", "b"],
      ['x, "y"\nz', "2"],
    ]);
  });

  it("finds the separator of the first line", () => {
    expect(parseCSV("a;b\n1;2")).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });
});
