import type * as pulumi from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/pulumi/resource.js";
import type { Entry } from "../catalogue/model.js";
import { type Declaration, ignoredInput } from "./declare.js";
import { rememberEntry } from "./entry-of.js";
import { unseal } from "./made.js";
import type { Opaque } from "./opaque.js";
import { providerText, typeToken } from "./resource-text.js";
import { output, RunError } from "./sdk.js";

/**
 * An object at a vendor as a Pulumi dynamic resource, without a serialised closure. The classes of the kinds, such as
 * `sequence.Product`, extend it.
 */
export class CatalogueResource extends CustomResource {
  /** `account/product[/price]`: the address of the entry, which is the name of the resource. */
  readonly address: string;
  /** The name of the account, as in `catalogue:accounts`. */
  declare readonly account: pulumi.Output<string>;
  /** Whether the object is archived at the vendor. */
  declare readonly archived: pulumi.Output<boolean>;

  /** Called by the classes of the kinds and by `Catalogue` only. */
  constructor(made: Opaque<"resource">, options: pulumi.CustomResourceOptions) {
    const { program, declaration, given } = unseal(made);
    const { kind, address, references } = declaration;
    if (options.import !== undefined) {
      throw new RunError(
        `${address}: this resource does not support the import option\n` +
          "  what to do: set `lifecycle: { adopt: <id> }` in the entry",
      );
    }
    const entry = program.entries.get(address);
    const parent = declaration.parent && program.resources.get(declaration.parent.address);
    const ids = Object.entries(references).map(([key, named]) => [key, program.resources.get(named)?.id]);
    const inputs = {
      ...(program.onlyDeclares ? {} : outputsOf(entry)),
      ...declaration.inputs,
      ...ignoredInput([...declaration.ignoreChanges, ...(options.ignoreChanges ?? [])]),
      ...given,
      ...(declaration.parent && parent ? { [declaration.parent.field]: parent.id } : {}),
      ...(ids.length > 0 ? { references: Object.fromEntries(ids) } : {}),
      __provider: program.admitted(providerText(kind)),
    };
    const after = declaration.after.flatMap((earlier) => program.resources.get(earlier) ?? []);
    super(typeToken(kind), address, inputs, engineOptions(declaration, parent, after, options));
    rememberEntry(this, entry);
    this.address = address;
    program.resources.set(address, this);
  }
}

/** A field becomes an Output of the resource when the inputs name it, even without a value. */
const outputsOf = (entry: Entry | undefined): pulumi.Inputs =>
  Object.fromEntries(Object.keys(entry?.kind.fields ?? {}).map((name) => [name, undefined]));

/** Options that the program gives win over those that follow from the entry; lists are joined. */
function engineOptions(
  { formerAddresses, ignoreChanges, protect, retainOnDelete }: Declaration,
  parent: CatalogueResource | undefined,
  after: readonly CatalogueResource[],
  given: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    ...(parent ? { parent } : {}),
    protect,
    retainOnDelete,
    ...said,
    dependsOn:
      after.length === 0
        ? (given.dependsOn ?? [])
        : output(given.dependsOn ?? []).apply((more) => [...after, ...[more].flat()]),
    aliases: [...formerAddresses.map((name) => ({ name })), ...(given.aliases ?? [])],
    ignoreChanges: [...ignoreChanges, ...(given.ignoreChanges ?? [])],
  };
}
