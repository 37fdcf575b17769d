/** Whatever a review is made from, no credential leaves with it: planted in every input, looked for in every form. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import "./support/seed.js";
import { githubAnnotations } from "../provider/review/render/github.js";
import { sarif } from "../provider/review/render/sarif.js";
import { REVIEW_RULES } from "../provider/review/rules/index.js";
import { html, markdown, type Review, review, reviewJson, terminal } from "../provider/review.js";
import { registry } from "../provider/vendors/registry.js";
import { credentialsIn, secretsTakenOut } from "../provider/without-secrets.js";
import { canaryOf, leaksIn } from "./support/canary.js";

const FORMS: readonly string[] = [
  `polar_oat_${"k9Xw".repeat(10)}`,
  `sk_live_${"Q7rT".repeat(6)}`,
  `whsec_${"Zb4y".repeat(8)}`,
  `ghp_${"u8Nm".repeat(9)}`,
  `pul-${"0a1b".repeat(10)}`,
  "AKIAABCDEFGHIJKLMNOP",
  `eyJ${"hbGci".repeat(6)}.eyJ${"zdWIi".repeat(6)}.${"c2lnb".repeat(4)}`,
];
const CONFIGURED = canaryOf("configured");

const outputs = (made: Review): string[] => [
  reviewJson(made),
  markdown(made, { forge: "github" }),
  html(made),
  terminal(made, { colour: true }),
  sarif(made, REVIEW_RULES),
  githubAnnotations(made),
];
const leaks = (made: Review, secret: string): string[] =>
  outputs(made).flatMap((text) => [
    ...leaksIn(text, [secret]),
    ...(text.includes(secret.slice(4, 16)) ? [secret] : []),
  ]);

const TYPE = "pulumi-nodejs:dynamic/polar:Product";

/** Places in a preview where a text of somebody else may stand. */
const PLACES: Readonly<Record<string, (secret: string) => object>> = {
  name: (secret) => preview({ name: `Pro ${secret}` }),
  key: (secret) => preview({ address: `polar/${secret}` }),
  "a value in a map": (secret) => preview({ metadata: { key: secret } }),
  "a name in a map": (secret) => preview({ metadata: { [secret]: "value" } }),
  description: (secret) => preview({ description: `x\n${secret}\ny` }),
  account: (secret) => preview({ account: secret }),
  id: (secret) => preview({}, { id: secret }),
  type: (secret) => preview({}, { type: `pulumi-nodejs:dynamic/polar:${secret}` }),
  "an error": (secret) => said("error", `request failed: Authorization: Bearer ${secret}`),
  "a warning of the entry": (secret) => said("warning", `polar/pro: adopt: ${secret}`),
  information: (secret) => said("info", `\u001b[31m${secret.slice(0, 12)}\u001b[0m${secret.slice(12)}`),
  "a place in colours": (secret) => said("error", `<{%fg 1%}>${secret.slice(0, 9)}<{%reset%}>${secret.slice(9)}`),
  "the name of the step": (secret) => ({
    ...preview({}),
    steps: [{ op: secret, urn: `a::b::${TYPE}::polar/${secret}` }],
  }),
  "an unknown organization": (secret) =>
    preview({}, {}, { "catalogue:accounts": `{"polar":{"organization":"${secret}"}}` }),
};

function preview(fields: object, state: object = {}, config: object = {}) {
  const bag = (amount: number, more: object) => ({
    account: "polar",
    address: "polar/pro",
    archived: false,
    name: "Pro",
    recurring_interval: "month",
    prices: [{ amount_type: "fixed", price_amount: amount }],
    ...more,
  });
  const type = TYPE;
  const old = { type, id: "id-1", inputs: bag(2_000, {}), outputs: { ...bag(2_000, fields), live: {} }, ...state };
  const urn = `urn:pulumi:dev::catalogue::${type}::polar/pro`;
  return {
    config: { "catalogue:credentials": JSON.stringify({ polar: { accessToken: CONFIGURED } }), ...config },
    steps: [{ op: "update", urn, oldState: old, newState: { type, inputs: bag(2_500, fields), ...state } }],
    diagnostics: [] as object[],
    duration: 1,
  };
}
const said = (severity: string, message: string) => ({ ...preview({}), diagnostics: [{ severity, message }] });

const folder = mkdtempSync(join(tmpdir(), "without-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a review of a preview", () => {
  it.each(Object.entries(PLACES))("shows no credential that stands in %s", (_place, plant) => {
    for (const secret of [...FORMS, CONFIGURED]) {
      const made = review({ preview: JSON.stringify(plant(secret)), stack: secret, directory: folder });
      expect(leaks(made, secret)).toEqual([]);
    }
  });

  it("shows none in any combination, and between any texts", () => {
    const place = fc.constantFrom(...Object.keys(PLACES));
    const around = fc.string({ maxLength: 6 }).map((text) => ` ${text.replace(/[A-Za-z0-9_+/=-]/g, "")} `);
    fc.assert(
      fc.property(place, fc.constantFrom(...FORMS), around, around, (name, secret, before, after) => {
        const made = review({
          preview: JSON.stringify(PLACES[name]?.(before + secret + after)),
          directory: folder,
        });
        return leaks(made, secret).length === 0;
      }),
      { numRuns: 150 },
    );
  });

  it("keeps everything else", () => {
    const made = review({ preview: JSON.stringify(preview({ description: "Plain" })), directory: folder });
    expect(made.changes[0]?.sentence).toContain("USD 20.00 → 25.00 per month");
    expect(JSON.stringify(made)).not.toContain("not shown");
  });
});

describe("a review of files", () => {
  it("shows no credential of the values, of a name, or of the configuration", () => {
    for (const secret of [...FORMS, CONFIGURED]) {
      const [before, after] = ["before", "after"].map((name, index) => {
        const at = join(folder, name);
        mkdirSync(at, { recursive: true });
        writeFileSync(
          join(at, "polar.yaml"),
          "vendor: polar\nproducts:\n  pro:\n" +
            `    name: "${index === 0 ? "Pro" : secret}"\n    description: "\${text}"\n` +
            "    recurring_interval: month\n" +
            `    prices: [{ amount_type: fixed, price_amount: ${2_000 + index * 500} }]\n`,
        );
        return at;
      }) as [string, string];
      const made = review({
        before,
        after,
        base: secret,
        commit: secret,
        stack: secret,
        config: {
          "catalogue:values": JSON.stringify({ text: `is ${secret}` }),
          "catalogue:credentials": JSON.stringify({ polar: { accessToken: CONFIGURED } }),
        },
      });
      expect(leaks(made, secret)).toEqual([]);
    }
  });
});

describe("credentials of the environment", () => {
  it("are those of every account, and no short word", () => {
    const environment = {
      POLAR_ACCESS_TOKEN: " a-token-of-polar ",
      EU_POLAR_ACCESS_TOKEN: "another-token",
      FYNN_API_KEY: "product",
      NOT_POLAR: "ordinary-value",
    };
    const found = credentialsIn(environment, registry);
    expect(found.sort()).toEqual(["a-token-of-polar", "another-token", "product"]);
    const clean = secretsTakenOut(registry, found);
    expect(clean("a product with a-token-of-polar and another-token, ordinary-value")).toBe(
      "a product with [secret] and [secret], ordinary-value",
    );
  });
});
