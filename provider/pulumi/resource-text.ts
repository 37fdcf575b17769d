/** The engine's type of a kind's resources. */
export const typeToken = (kind: string): string => `pulumi-nodejs:dynamic/${kind}`;

/**
 * How the engine's provider process finds this package: a constant text that resolves it from the project folder.
 * It is kept in every row of every state, so it must never change.
 */
export const providerText = (kind: string): string =>
  `exports.handler=()=>require("module").createRequire(process.cwd()+"/x")("billing-catalogue/dynamic")("${kind}")`;
