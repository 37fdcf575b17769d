import * as pulumi from "@pulumi/pulumi";
import { providerText, typeToken } from "./resource-text.js";

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
