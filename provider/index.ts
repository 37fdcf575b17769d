/**
 * What a program imports: the catalogue of the YAML (`Catalogue`, `readCatalogue`), and for each vendor a namespace
 * with the classes of its kinds, such as `sequence.Product`. All of these classes extend `CatalogueResource`.
 * Everything that is exported here is listed in tools/check/api/index.api.md.
 */
export { Catalogue, type CheckedCatalogue, type ResourceClass, readCatalogue } from "./pulumi/catalogue.js";
export type { CatalogueArgs, Value, Values } from "./pulumi/catalogue-args.js";
export type { Opaque } from "./pulumi/opaque.js";
export { CatalogueResource } from "./pulumi/resource.js";
export type { Anything, ExactlyOne, Filled, Lifecycle, OpenChoice } from "./pulumi/typed-args.js";
export * from "./resources/index.js";
export type { Adopt } from "./validation/adopt.js";
export type { ArchiveOnlyIf } from "./validation/archive-only-if.js";
export type { Accepted, ReviewCode } from "./validation/review-code.js";
