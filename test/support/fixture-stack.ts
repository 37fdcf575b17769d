/** A stack of the real CLI with the state that a released version left, and no vendor behind it. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../tools/local/repository.ts";
import { Stack } from "../../tools/local/stack.ts";

const FOLDER = join(ROOT, "test/fixtures/0.1.0");

/** A row as `pulumi stack export` prints it. */
export interface ExportedRow {
  readonly urn: string;
  readonly id?: string;
  readonly type: string;
  readonly delete?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

export interface Exported {
  readonly version: number;
  readonly deployment: { readonly resources: readonly ExportedRow[] };
}

/** The state of the fixture, its rows changed by `edit`. */
export function fixtureState(
  edit: (rows: readonly ExportedRow[]) => readonly ExportedRow[] = (rows) => rows,
): Exported {
  const state = JSON.parse(readFileSync(join(FOLDER, "state.json"), "utf8")) as Exported;
  return { ...state, deployment: { ...state.deployment, resources: edit(state.deployment.resources) } };
}

export const fixtureConfig = (): Record<string, unknown> =>
  JSON.parse(readFileSync(join(FOLDER, "config.json"), "utf8")) as Record<string, unknown>;

/** The address of a row; empty for rows that are not of the catalogue. */
export const addressOf = ({ outputs }: ExportedRow): string => String(outputs?.["address"] ?? "");

export async function fixtureStack(state: Exported = fixtureState()): Promise<Stack> {
  const names = readdirSync(join(FOLDER, "catalogue"));
  const catalogue = Object.fromEntries(
    names.map((name) => [name, readFileSync(join(FOLDER, "catalogue", name), "utf8")]),
  );
  const stack = await Stack.create({ catalogue, config: fixtureConfig() });
  const file = join(stack.folder, "export.json");
  writeFileSync(file, JSON.stringify(state));
  await stack.ok("stack", "import", "--file", file, "--stack", stack.name);
  return stack;
}
