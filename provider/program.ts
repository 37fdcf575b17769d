/** The program that `pulumi up` runs: it declares the catalogue and nothing else. */
import { RunError } from "@pulumi/pulumi/errors.js";
import { nodeProblem } from "./node-version.cjs";

export default async (): Promise<{ ids: unknown }> => {
  const problem = nodeProblem(process.versions.node);
  if (problem) throw new RunError(problem);
  const { omitDebugMessages, omitStackTraces } = await import("./pulumi/debugging.js");
  const isDebugged = (process.env["CATALOGUE_TRACE"] ?? "") !== "";
  if (!isDebugged) omitDebugMessages();
  // The engine reads the state while this process loads the rest and the catalogue.
  const { rowsOfStack } = await import("./pulumi/stack-rows.js");
  void rowsOfStack();
  const { admitCatalogue, Catalogue, readCatalogue, sendsNothing } = await import("./pulumi/catalogue.js");
  const checked = readCatalogue();
  const admission = admitCatalogue(checked);
  if (!sendsNothing(checked)) await admission;
  // From here on the program only declares. Only this program turns traces off: importing the package does not.
  if (!isDebugged) omitStackTraces();
  const { ids } = new Catalogue("catalogue", checked);
  await admission;
  return { ids };
};
