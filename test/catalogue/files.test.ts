import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadCatalogue } from "../../provider/catalogue/load.js";
import { registry } from "../../provider/vendors/registry.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "catalogue-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const PRODUCT = "vendor: sequence\nproducts:\n  platform: { name: Platform }\n";
const write = (name: string, content: string | Buffer): void => writeFileSync(join(folder, name), content);
const load = (directory = folder) => loadCatalogue(directory, { registry, values: {} });
const codes = (directory = folder): string[] =>
  load(directory).problems.map(({ code, place }) => `${place.file}: ${code}`);

describe("the catalogue folder", () => {
  it("is read with its subfolders; schema/, hidden files and other endings are left alone", () => {
    write("a.yaml", PRODUCT);
    mkdirSync(join(folder, "eu/more"), { recursive: true });
    write("eu/more/b.yml", "vendor: fynn\nproducts: { seat: { name: Seat, type: product } }\n");
    mkdirSync(join(folder, "schema"));
    write("schema/broken.yaml", "{{{");
    write(".hidden.yaml", "{{{");
    write("notes.txt", "{{{");
    const { entries, problems } = load();
    expect(problems).toEqual([]);
    expect(entries.map(({ address }) => address)).toEqual(["sequence/platform", "fynn/seat"]);
  });

  it("may not be missing, a file, or empty", () => {
    expect(codes()).toEqual([`${folder}: no-catalogue`]);
    expect(codes(join(folder, "nowhere"))).toEqual([`${join(folder, "nowhere")}: no-catalogue`]);
    write("a.yaml", PRODUCT);
    expect(codes(join(folder, "a.yaml"))).toEqual([`${join(folder, "a.yaml")}: no-catalogue`]);
  });

  it("may have no account without entries, unless the configuration allows it", () => {
    write("a.yaml", "vendor: sequence\nproducts: {}\n");
    expect(codes()).toEqual(["a.yaml: no-entries"]);
    write("b.yaml", "vendor: polar\nmeters: {}\n");
    expect(codes()).toEqual(["a.yaml: no-entries", "b.yaml: no-entries"]);
    const { problems } = loadCatalogue(folder, {
      registry,
      values: {},
      mayBeEmpty: (account) => account === "sequence",
    });
    expect(problems.map(({ place }) => place.file)).toEqual(["b.yaml"]);
    write("c.yaml", PRODUCT);
    write(
      "d.yaml",
      "vendor: polar\nproducts: { pro: { name: Pro, recurring_interval: month, prices: [{ amount_type: free }] } }\n",
    );
    expect(codes()).toEqual([]);
  });

  it("links within the folder are followed, links out of it refused", () => {
    const outside = mkdtempSync(join(tmpdir(), "outside-"));
    writeFileSync(join(outside, "x.yaml"), PRODUCT);
    write("a.yaml", PRODUCT);
    symlinkSync(join(outside, "x.yaml"), join(folder, "b.yaml"));
    symlinkSync(join(folder, "a.yaml"), join(folder, "c.yaml"));
    expect(codes()).toEqual(["b.yaml: outside-folder", "c.yaml: duplicate-entry"]);
    rmSync(outside, { recursive: true });
  });

  it("a linked folder within the folder is read like any other, each folder once, also where links form a loop", () => {
    mkdirSync(join(folder, "shared/.hidden"), { recursive: true });
    write("shared/.hidden/x.yaml", PRODUCT);
    symlinkSync(join(folder, "shared/.hidden"), join(folder, "a-link"));
    symlinkSync(folder, join(folder, "shared/loop"));
    symlinkSync(join(folder, "shared"), join(folder, "again"));
    const { entries, files, problems } = load();
    expect(problems).toEqual([]);
    expect(files.map(({ name }) => name)).toEqual(["a-link/x.yaml"]);
    expect(entries).toHaveLength(1);
  });

  it("a link to a folder outside is a problem: without it the entries in that folder would be archived", () => {
    const outside = mkdtempSync(join(tmpdir(), "outside-"));
    writeFileSync(join(outside, "x.yaml"), PRODUCT);
    write("a.yaml", PRODUCT);
    symlinkSync(outside, join(folder, "linked"));
    const { entries, problems } = load();
    expect(entries).toHaveLength(1);
    expect(problems).toMatchObject([
      {
        code: "outside-folder",
        place: { file: "linked" },
        message: "the link points to a folder outside the catalogue folder",
      },
    ]);
    rmSync(outside, { recursive: true });
  });

  it("a link that leads nowhere is a problem: it may be a linked folder whose entries would be archived", () => {
    write("a.yaml", PRODUCT);
    mkdirSync(join(folder, ".hidden"));
    symlinkSync(join(folder, "nothing"), join(folder, ".hidden/ignored"));
    symlinkSync(join(folder, "not-mounted"), join(folder, "linked"));
    symlinkSync(join(folder, "self"), join(folder, "self"));
    const { entries, problems } = load();
    expect(entries).toHaveLength(1);
    expect(problems).toMatchObject([
      {
        code: "broken-link",
        place: { file: "linked" },
        message:
          "the link cannot be followed (ENOENT); if it points to a folder, the entries in that folder are missing",
      },
      { code: "broken-link", place: { file: "self" }, message: expect.stringContaining("(ELOOP)") },
    ]);
  });

  it("size, encoding and permissions", () => {
    write("bom.yaml", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(PRODUCT)]));
    expect(codes()).toEqual([]);
    write("latin1.yaml", Buffer.from("vendor: sequence\nproducts: { caf\xe9: { name: x } }\n", "latin1"));
    write("utf16.yaml", Buffer.from(PRODUCT, "utf16le"));
    write("nul.yaml", `${PRODUCT}\0`);
    write("large.yaml", "#".repeat(2 * 1024 * 1024 + 1));
    expect(codes()).toEqual([
      "large.yaml: file-too-large",
      "latin1.yaml: not-utf8",
      "nul.yaml: not-utf8",
      "utf16.yaml: not-utf8",
    ]);
  });

  it("a file that may not be read says so", () => {
    if (process.getuid?.() === 0) return; // root may read everything
    write("a.yaml", PRODUCT);
    chmodSync(join(folder, "a.yaml"), 0o000);
    expect(codes()).toEqual(["a.yaml: unreadable-file"]);
  });

  it("Windows line ends and tabs in places keep their columns", () => {
    write("a.yaml", "vendor: sequence\r\nproducts:\r\n  platform:\r\n    name: Platform\r\n    lable: x\r\n");
    const [problem] = load().problems;
    expect(problem?.place).toMatchObject({ line: 5, column: 5, length: 5 });
  });
});
