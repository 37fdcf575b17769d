/** The program that `pulumi up` runs: it declares the catalogue and nothing else. */
import { RunError } from "@pulumi/pulumi/errors.js";
import { nodeProblem } from "./node-version.cjs";

export default async (): Promise<{ ids: unknown }> => {
  const problem = nodeProblem(process.versions.node);
  if (problem) throw new RunError(problem);
  // The engine reads the state while this process loads the rest and the catalogue.
  const { rowsOfStack } = await import("./pulumi/stack-rows.js");
  void rowsOfStack();
  const { admitCatalogue, Catalogue, readCatalogue } = await import("./pulumi/catalogue.js");
  const checked = readCatalogue();
  await admitCatalogue(checked);
  // From here on the program only declares. The SDK takes a source-mapped stack trace for every resource, which costs
  // more than everything else in a large catalogue. Only this program turns it off: importing the package does not.
  if (!process.env["CATALOGUE_TRACE"]) {
    Error.stackTraceLimit = 0;
    Error.prepareStackTrace = () => "Error";
  }
  return { ids: new Catalogue("catalogue", checked).ids };
};
