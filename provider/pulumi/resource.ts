import * as pulumi from "@pulumi/pulumi";

/** The engine's type of a kind's resources. */
export const typeToken = (kind: string): string => `pulumi-nodejs:dynamic/${kind}`;

/**
 * How the engine's provider process finds this package: a constant text that resolves it from the project folder.
 * It is kept in every row of every state, so it must never change.
 */
export const providerText = (kind: string): string =>
  `exports.handler=()=>require("module").createRequire(process.cwd()+"/x")("billing-catalogue/dynamic")("${kind}")`;

/** An object at a vendor as a Pulumi dynamic resource, without a serialised closure: the text above does its work. */
export class CatalogueResource extends pulumi.CustomResource {
  constructor(kind: string, name: string, inputs: pulumi.Inputs, options: pulumi.CustomResourceOptions) {
    if (options.import !== undefined) {
      throw new pulumi.RunError(
        `${name}: the import option is not for this resource\n  what to do: set \`lifecycle: { adopt: <id> }\` in the entry`,
      );
    }
    super(typeToken(kind), name, { ...inputs, __provider: providerText(kind) }, options);
  }
}
