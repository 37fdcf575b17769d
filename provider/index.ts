/**
 * What a program imports: the catalogue of the YAML (`Catalogue`, `readCatalogue`), and for each vendor a namespace
 * with the classes of its kinds, such as `sequence.Product`. All of these classes extend `CatalogueResource`.
 */
export {
  Catalogue,
  type CatalogueArgs,
  type CheckedCatalogue,
  type ResourceClass,
  readCatalogue,
} from "./pulumi/catalogue.js";
export { CatalogueResource } from "./pulumi/resource.js";
export * from "./resources/index.js";
