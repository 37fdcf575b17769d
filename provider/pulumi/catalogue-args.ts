/** What a program says about the catalogue folder. */
export interface CatalogueArgs {
  /** The folder with the YAML files. Default: `catalogue:directory`, else `./catalogue`. */
  readonly directory?: string;
  /** What `${name}` stands for, besides `catalogue:values`. */
  readonly values?: Values;
}

/** Values by the names that `${name}` uses. */
export interface Values {
  readonly [name: string]: Value;
}

/** Any value that YAML can hold. */
export type Value = null | boolean | number | string | readonly Value[] | Values;
