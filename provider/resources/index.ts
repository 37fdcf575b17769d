/** Made by tools/types/types.ts from the field tables: change those, and run `npm run fix`. */
export * as fynn from "./fynn.js";
export * as polar from "./polar.js";
export * as sequence from "./sequence.js";
