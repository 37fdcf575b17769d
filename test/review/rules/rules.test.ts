/**
 * For each rule a catalogue, or a change, that it finds, and a near one that it does not. What it says is the example
 * of its documentation.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { DEFAULT_REVIEW } from "../../../provider/accounts/review-config.js";
import { catalogueFindings, findings } from "../../../provider/review/findings.js";
import { REVIEW_RULES } from "../../../provider/review/rules/index.js";
import type { Side } from "../../../provider/review/side.js";
import type { Accepted } from "../../../provider/validation/review-code.js";
import { REVIEW_CODES } from "../../../provider/validation/review-codes.js";
import { changeOf, pairsOf, sidesOf } from "../sides.js";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const read = (code: string, name: string): string => readFileSync(`${FOLDER}/${code}/${name}.yaml`, "utf8");
const has = (code: string, name: string): boolean => existsSync(`${FOLDER}/${code}/${name}.yaml`);

const rule = (code: string) => {
  const found = REVIEW_RULES.find((one) => one.code === code);
  if (!found) throw new Error(`no rule ${code}`);
  return found;
};

const foundIn = (code: string, name: "catalogue" | "after" | "near") =>
  rule(code).looksAt === "catalogue"
    ? catalogueFindings({ entries: sidesOf(read(code, name)) })
    : findings({ pairs: changeOf(read(code, "before"), read(code, name)) });

describe("the rules", () => {
  it("are those that the YAML can name, each with an example", () => {
    const codes = REVIEW_RULES.map(({ code }) => code);
    expect(codes).toEqual(REVIEW_CODES);
    const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...codes].sort());
  });

  it.each(REVIEW_CODES)("%s finds its example, and says what its documentation shows", (code) => {
    const found = foundIn(code, has(code, "catalogue") ? "catalogue" : "after").filter((one) => one.code === code);
    const { example, severity } = rule(code);
    expect(found.map((one) => [one.severity, one.message])).toEqual([[severity, example]]);
    expect(found[0]?.remedy).toMatch(/^[a-z]/);
  });

  it.each(REVIEW_CODES)("%s finds nothing in the near example", (code) => {
    expect(foundIn(code, "near").filter((one) => one.code === code)).toEqual([]);
  });

  it.each(REVIEW_CODES)("%s finds nothing where it is off", (code) => {
    const config = { ...DEFAULT_REVIEW, severities: { [code]: "off" } } as const;
    const found =
      rule(code).looksAt === "catalogue"
        ? catalogueFindings({ entries: sidesOf(read(code, "catalogue")), config })
        : findings({ pairs: changeOf(read(code, "before"), read(code, "after")), config });
    expect(found.filter((one) => one.code === code)).toEqual([]);
  });

  it.each(
    REVIEW_CODES.filter((code) => code !== "many-archives"),
  )("%s is accepted by the line that it shows", (code) => {
    const isCatalogue = rule(code).looksAt === "catalogue";
    const after = sidesOf(read(code, isCatalogue ? "catalogue" : "after"));
    const before = isCatalogue ? [] : sidesOf(read(code, "before"));
    const check = (entries: readonly Side[]) =>
      isCatalogue ? catalogueFindings({ entries }) : findings({ pairs: pairsOf(before, entries) });
    const all = check(after);
    const found = all.find((one) => one.code === code);
    const { lifecycle } = parse(found?.accept ?? "") as { lifecycle: { accept: Accepted } };
    const accepted = check(
      after.map((side) =>
        side.address === found?.address && side.lifecycle
          ? { ...side, lifecycle: { ...side.lifecycle, accept: lifecycle.accept } }
          : side,
      ),
    );
    expect(accepted).toEqual(all.filter((one) => one !== found));
  });

  it.each(REVIEW_CODES)("%s has no colon in its values, so that they can be accepted", (code) => {
    const found =
      rule(code).looksAt === "catalogue"
        ? catalogueFindings({ entries: sidesOf(read(code, "catalogue")) })
        : findings({ pairs: changeOf(read(code, "before"), read(code, "after")) });
    for (const { accept, code: of } of found.filter((one) => one.code === code))
      expect(accept).toMatch(new RegExp(`${of}(: "[^":]+: why" \\} \\}|' '[^':]+: why')$`));
  });
});
