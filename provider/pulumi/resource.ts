import * as pulumi from "@pulumi/pulumi";
import type { Entry } from "../catalogue/model.js";
import type { CatalogueConfig } from "../lifecycle/config.js";
import { type Declaration, declare } from "./declare.js";
import { providerText, typeToken } from "./resource-text.js";

/** What a resource is made of. */
export interface Made {
  readonly entry: Entry;
  readonly config: CatalogueConfig;
  readonly owner: string;
  /** The resource of the entry's parent. */
  readonly parent?: CatalogueResource;
  /** The entry's fields as a program gives them, Outputs among them. */
  readonly given?: pulumi.Inputs;
}

/** An object at a vendor as a Pulumi dynamic resource, without a serialised closure: the text in its inputs does the work. */
export class CatalogueResource extends pulumi.CustomResource {
  readonly #entry: Entry;
  /** `account/product[/price]`: the resource's name, and what the catalogue knows it by. */
  readonly address: string;
  /** The account at the vendor. */
  declare readonly account: pulumi.Output<string>;
  /** Whether the object is archived at the vendor. */
  declare readonly archived: pulumi.Output<boolean>;

  constructor({ entry, config, owner, parent, given }: Made, options: pulumi.CustomResourceOptions) {
    const declaration = declare(entry, config, owner);
    const { kind, address } = declaration;
    if (options.import !== undefined) {
      throw new pulumi.RunError(
        `${address}: the import option is not for this resource\n  what to do: set \`lifecycle: { adopt: <id> }\` in the entry`,
      );
    }
    const fromParent = parent && declaration.parent ? { [declaration.parent.field]: parent.id } : {};
    const inputs = { ...outputsOf(entry), ...declaration.inputs, ...given, ...fromParent, __provider: providerText(kind) };
    super(typeToken(kind), address, inputs, engineOptions(declaration, parent, options));
    this.#entry = entry;
    this.address = address;
  }

  /** The entry of a resource; undefined for anything else. */
  static entryOf(resource: unknown): Entry | undefined {
    return typeof resource === "object" && resource !== null && #entry in resource ? resource.#entry : undefined;
  }
}

/** A field becomes an Output of the resource when the inputs name it, be it without a value. */
const outputsOf = ({ kind }: Entry): pulumi.Inputs => Object.fromEntries(Object.keys(kind.fields).map((name) => [name, undefined]));

/** What the program says wins over what follows from the entry; lists are joined. */
function engineOptions(
  { formerAddresses, ignoreChanges, protect, retainOnDelete }: Declaration,
  parent: CatalogueResource | undefined,
  given: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    ...(parent ? { parent } : {}),
    protect,
    retainOnDelete,
    ...said,
    aliases: [...formerAddresses.map((name) => ({ name })), ...(given.aliases ?? [])],
    ignoreChanges: [...ignoreChanges, ...(given.ignoreChanges ?? [])],
  };
}
