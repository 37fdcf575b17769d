/** What a program imports. */
export {
  Catalogue,
  type CatalogueArgs,
  type CheckedCatalogue,
  type ResourceClass,
  readCatalogue,
} from "./pulumi/catalogue.js";
export { CatalogueResource } from "./pulumi/resource.js";
export * from "./resources/index.js";
