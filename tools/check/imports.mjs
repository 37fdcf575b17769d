/** Arrows point down: program → pulumi → lifecycle, catalogue → vendors/kind → http, fields. */
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
    only("http-knows-no-vendor", "^provider/http/", ["^provider/fields/"], "the wire knows calls and answers"),
    only(
      "catalogue-knows-no-vendor",
      "^provider/catalogue/",
      ["^provider/fields/", "^provider/vendors/kind\\.ts$"],
      "text → model, over kinds",
    ),
    only(
      "lifecycle-knows-no-vendor",
      "^provider/lifecycle/",
      ["^provider/fields/", "^provider/http/", "^provider/catalogue/", "^provider/vendors/kind\\.ts$"],
      "kinds, never vendors; and no engine",
    ),
    {
      name: "vendors-stand-apart",
      comment: "a vendor's folder knows the contract and the wire, and no other vendor",
      severity: "error",
      from: { path: "^provider/vendors/([^/]+)/" },
      to: { path: "^provider/", pathNot: ["^provider/vendors/$1/", "^provider/vendors/(kind|sandbox)\\.ts$", "^provider/(fields|http)/"] },
    },
    {
      name: "sandboxes-import-no-kinds",
      comment: "else a mistake in a kind would be a mistake in its sandbox",
      severity: "error",
      from: { path: "^provider/vendors/([^/]+)/sandbox[-a-z]*\\.ts$" },
      to: {
        path: "^provider/",
        pathNot: ["^provider/vendors/sandbox\\.ts$", "^provider/vendors/$1/sandbox[-a-z]*\\.ts$", "^provider/fields/shape\\.ts$"],
      },
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
      from: { path: "^provider/", pathNot: ["^provider/pulumi/", "^provider/program\\.ts$"] },
      to: { path: "node_modules/@pulumi" },
    },
    {
      name: "no-circles",
      severity: "error",
      from: { path: "^provider/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "provider-needs-no-tests", severity: "error", from: { path: "^provider/" }, to: { path: "^(test|tools)/" } },
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: "tsconfig.json" }, doNotFollow: { path: "node_modules" } },
};
