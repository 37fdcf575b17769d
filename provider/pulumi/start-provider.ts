import { invoke } from "./sdk.js";

/**
 * Lets the engine start the provider's process while this process loads the catalogue; otherwise it starts with the
 * first resource. The provider has no functions, and is started to say so.
 */
export function startProvider(): void {
  Promise.resolve(invoke("pulumi-nodejs:dynamic:start", {})).catch(() => undefined);
}
