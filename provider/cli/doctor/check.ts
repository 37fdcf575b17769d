/** What a check of `catalogue doctor` says. */
export type Level = "ok" | "warning" | "problem" | "skipped";

export interface Finding {
  readonly level: Level;
  /** "pulumi-cli": stable, for machines. */
  readonly check: string;
  /** A sentence, or a few words. */
  readonly says: string;
  /** What to do; absent where nothing has to be done. */
  readonly remedy?: string;
}

export const ok = (check: string, says: string): Finding => ({ level: "ok", check, says });
export const warning = (check: string, says: string, remedy: string): Finding => ({
  ...{ level: "warning", check, says, remedy },
});
export const problem = (check: string, says: string, remedy: string): Finding => ({
  ...{ level: "problem", check, says, remedy },
});
export const skipped = (check: string, says: string): Finding => ({ level: "skipped", check, says });

const REMEDY = "\n  what to do: ";

/** The message of an error as a problem, or as something less. */
export function failed(check: string, error: unknown, level: Level = "problem"): Finding {
  const text = error instanceof Error ? error.message : String(error);
  const [says = "", remedy] = text.split(REMEDY, 2);
  return { level, check, says, ...(remedy === undefined ? {} : { remedy }) };
}
