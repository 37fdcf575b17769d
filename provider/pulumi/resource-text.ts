/** The engine's type token for the resources of a kind. */
export const typeToken = (kind: string): string => `pulumi-nodejs:dynamic/${kind}`;

/**
 * The code by which the engine's provider process finds this package, from the project folder. Every row of every state
 * contains it, so it must never change.
 */
export const providerText = (kind: string): string =>
  `exports.handler=()=>require("module").createRequire(process.cwd()+"/x")("billing-catalogue/dynamic")("${kind}")`;
