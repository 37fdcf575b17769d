/** The options of `catalogue sandbox`. */
export const SANDBOX_FORMATS = ["text", "json"] as const;

/** Of the first vendor; each vendor has the next one. */
export const FIRST_PORT = 4_710;

export interface SandboxOptions {
  readonly port: number;
  /** How many objects each account has from the start. */
  readonly seed?: number;
  /** What the objects depend on. */
  readonly random: number;
  readonly format: (typeof SANDBOX_FORMATS)[number];
}
