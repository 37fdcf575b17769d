/** Allowed imports: program → pulumi → catalogue, lifecycle → validation, accounts → kinds → http, fields. */
// @ts-check
/**
 * @param {string} name
 * @param {string} from
 * @param {string[]} allowed
 * @param {string} comment
 */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: /** @type {const} */ ("error"),
  from: { path: from },
  to: { path: "^provider/", pathNot: [from, ...allowed] },
});

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    only("fields-stand-alone", "^provider/fields/", [], "shapes and their comparison need nothing else"),
    only(
      "http-knows-no-vendor",
      "^provider/http/",
      ["^provider/fields/"],
      "http/ handles calls and answers, of any vendor",
    ),
    only("money-stands-alone", "^provider/money/", ["^provider/fields/"], "prices and their arithmetic"),
    only(
      "kinds-are-the-contract",
      "^provider/kinds/",
      ["^provider/(fields|http|money)/"],
      "the contract between vendors and the rest",
    ),
    only(
      "validation-knows-no-files",
      "^provider/validation/",
      ["^provider/(fields|kinds)/"],
      "checks an entry against its kind, from YAML or a program",
    ),
    only(
      "catalogue-knows-no-vendor",
      "^provider/catalogue/",
      ["^provider/(fields|kinds|validation)/"],
      "from text to a checked model, by the kinds",
    ),
    only(
      "accounts-know-no-vendor",
      "^provider/accounts/",
      ["^provider/(fields|http|kinds|validation)/"],
      "configuration and clients, with vendors as data",
    ),
    only(
      "lifecycle-knows-no-vendor",
      "^provider/lifecycle/",
      ["^provider/(fields|http|kinds|validation|accounts)/"],
      "uses kinds, never vendors, files or the engine",
    ),
    only(
      "inventory-knows-no-vendor",
      "^provider/inventory/",
      ["^provider/(fields|http|kinds|validation|accounts|catalogue|lifecycle)/"],
      "what an account holds, and which entry stands for which object",
    ),
    only(
      "review-knows-no-vendor",
      "^provider/review/",
      ["^provider/(fields|kinds|money|validation|catalogue|accounts|lifecycle)/", "^provider/pulumi/declare\\.ts$"],
      "pure: from a preview or from files to the review; no engine, no network",
    ),
    only(
      "resources-know-no-vendor",
      "^provider/resources/",
      ["^provider/pulumi/(entry-of|resource|typed|typed-args)\\.ts$"],
      "classes of the kinds, generated from their tables",
    ),
    {
      name: "vendors-stand-apart",
      comment: "the folder of a vendor imports the contract and http/, but no other vendor",
      severity: "error",
      from: { path: "^provider/vendors/([^/]+)/" },
      to: { path: "^provider/", pathNot: ["^provider/vendors/$1/", "^provider/(fields|http|kinds|money)/"] },
    },
    {
      name: "the-example-is-a-vendor",
      comment: "its kinds import what a vendor's folder may import; its cases belong to the tests",
      severity: "error",
      from: { path: "^examples/vendor/", pathNot: "^examples/vendor/(sandbox|cases)\\.ts$" },
      to: { path: "^(provider|sandboxes|test|tools)/", pathNot: "^provider/(fields|http|kinds|money)/" },
    },
    {
      name: "sandboxes-judge-the-provider",
      comment: "otherwise a mistake in a kind would also be in its sandbox",
      severity: "error",
      from: { path: "^(sandboxes/|examples/vendor/sandbox\\.ts$)" },
      to: { path: "^(provider|dist|test|tools)/" },
    },
    {
      name: "nothing-needs-the-examples",
      severity: "error",
      from: { path: "^(provider|sandboxes)/" },
      to: { path: "^examples/" },
    },
    {
      name: "one-place-for-the-network",
      severity: "error",
      from: { path: "^provider/", pathNot: "^provider/http/transport\\.ts$" },
      to: { path: "node_modules/undici" },
    },
    {
      name: "engine-at-the-edge",
      severity: "error",
      from: { path: "^provider/", pathNot: ["^provider/(pulumi|resources)/", "^provider/program\\.ts$"] },
      to: { path: "node_modules/@pulumi" },
    },
    {
      name: "no-circles",
      severity: "error",
      from: { path: "^provider/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "provider-needs-no-tests",
      severity: "error",
      from: { path: "^provider/" },
      to: { path: "^(test|tools)/" },
    },
    {
      name: "one-command-starts-the-sandboxes",
      comment: "nothing that runs against a vendor may depend on the vendors in memory",
      severity: "error",
      from: { path: "^provider/", pathNot: "^provider/cli/sandbox/" },
      to: { path: "^sandboxes/" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
  },
};
