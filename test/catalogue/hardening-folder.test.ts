/** Hostile catalogue folders: links, pipes, encodings, and too much of everything. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asGithub, asJson } from "../../provider/catalogue/formats.js";
import { loadCatalogue } from "../../provider/catalogue/load.js";
import { renderProblems } from "../../provider/catalogue/render.js";
import { registry } from "../../provider/vendors/registry.js";
import { RAW, times } from "./hardening.js";

describe("a folder", () => {
  const PRODUCT = "vendor: sequence\nproducts:\n  platform: { name: Platform }\n";
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hardening-"));
    writeFileSync(join(folder, "a.yaml"), PRODUCT);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const load = () => loadCatalogue(folder, { registry, values: {} });
  const said = () => load().problems.map(({ place, code }) => `${place.file}: ${code}`);

  it("with a pipe: it is not waited for", () => {
    execFileSync("mkfifo", [join(folder, "b.yaml")]);
    expect(said()).toEqual(["b.yaml: unreadable-file"]);
  });

  it("with links to itself, to each other, to a device, to a folder, to nothing", () => {
    symlinkSync("b.yaml", join(folder, "b.yaml"));
    symlinkSync("d.yaml", join(folder, "c.yaml"));
    symlinkSync("c.yaml", join(folder, "d.yaml"));
    symlinkSync("/dev/zero", join(folder, "e.yaml"));
    symlinkSync(".", join(folder, "f.yaml"));
    symlinkSync("nowhere", join(folder, "g.yaml"));
    symlinkSync("..", join(folder, "up"));
    expect(said()).toEqual([
      "b.yaml: unreadable-file",
      "c.yaml: unreadable-file",
      "d.yaml: unreadable-file",
      "e.yaml: outside-folder",
      // f.yaml leads to the folder itself, which is read already.
      "g.yaml: unreadable-file",
      "up: outside-folder",
    ]);
  });

  it("with a folder that is called like a file: what is in it counts", () => {
    mkdirSync(join(folder, "b.yaml"));
    writeFileSync(join(folder, "b.yaml/c.yaml"), PRODUCT.replace("platform", "other").replace("Platform", "Other"));
    expect(load().entries.map(({ address }) => address)).toEqual(["sequence/platform", "sequence/other"]);
  });

  it.each([
    ["a terminal escape", "\u001b[2Jb.yaml"],
    ["a line end", "b\n::error::c.yaml"],
    ["another reading order", "b\u202elmay.yaml"],
  ])("with a file whose name holds %s: it is shown escaped in every format", (_what, name) => {
    writeFileSync(join(folder, name), "vendor: sequence\nproducts: { p: { nmae: A } }\n");
    const { problems, files } = load();
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]?.place.file).toBe(name);
    const text = renderProblems(problems, { registry, files, directory: folder });
    expect(text.replaceAll("\n", "")).not.toMatch(RAW);
    expect(text.split("\n").some((line) => line.startsWith("::"))).toBe(false);
    const github = asGithub(problems, folder, registry);
    expect(github.replaceAll("\n", "")).not.toMatch(RAW);
    expect(github.split("\n")).toHaveLength(problems.length);
    const json = asJson(problems);
    expect(json.replaceAll("\n", "")).not.toMatch(RAW);
    expect(JSON.parse(json).problems[0].file).toBe(name);
  });

  it.each([
    ["UTF-16, little end first", Buffer.from(`\ufeff${PRODUCT}`, "utf16le")],
    ["UTF-16, big end first", Buffer.from(`\ufeff${PRODUCT}`, "utf16le").swap16()],
    ["Latin-1", Buffer.from(PRODUCT.replace("Platform", "Caf\u00e9"), "latin1")],
    ["an overlong slash", Buffer.concat([Buffer.from("# "), Buffer.from([0xc0, 0xaf])])],
    ["half a pair", Buffer.concat([Buffer.from("# "), Buffer.from([0xed, 0xa0, 0x80])])],
    ["a character that is cut", Buffer.concat([Buffer.from("# "), Buffer.from([0xe2, 0x82])])],
    ["NUL", Buffer.from(`${PRODUCT}\0`)],
  ])("with %s", (_name, bytes) => {
    writeFileSync(join(folder, "b.yaml"), bytes);
    expect(said()).toEqual(["b.yaml: not-utf8"]);
  });

  it("with too many files, too many folders, or too much text", () => {
    const many = join(folder, "many");
    mkdirSync(many);
    for (let index = 0; index < 2_001; index += 1) mkdirSync(join(many, String(index)));
    expect(said()).toEqual([`${folder}: too-many-files`]);
    rmSync(many, { recursive: true });
    mkdirSync(many);
    for (let index = 0; index < 2_000; index += 1) writeFileSync(join(many, `${index}.yaml`), "");
    expect(said()).toEqual([`${folder}: too-many-files`]);
    rmSync(many, { recursive: true });
    mkdirSync(many);
    for (let index = 0; index < 18; index += 1) writeFileSync(join(many, `${index}.yaml`), times(1_900_000, "#"));
    expect(said()).toEqual([`${folder}: too-many-files`]);
  });
});
