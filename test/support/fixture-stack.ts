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
  readonly dependencies?: readonly string[];
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
  const resources = edit(state.deployment.resources);
  const urns = new Set(resources.map(({ urn }) => urn));
  // The engine refuses a state whose rows depend on rows that are not there.
  const whole = resources.map(({ dependencies = [], ...row }) => ({
    ...row,
    dependencies: dependencies.filter((urn) => urns.has(urn)),
  }));
  return { ...state, deployment: { ...state.deployment, resources: whole } };
}

export const fixtureConfig = (): Record<string, unknown> =>
  JSON.parse(readFileSync(join(FOLDER, "config.json"), "utf8")) as Record<string, unknown>;

/** The address of a row; empty for rows that are not of the catalogue. */
export const addressOf = ({ outputs }: ExportedRow): string => String(outputs?.["address"] ?? "");

/** The same state as that of another stack. */
const stateOf = (state: Exported, name: string): Exported =>
  JSON.parse(
    JSON.stringify(state)
      .replaceAll("urn:pulumi:dev::", `urn:pulumi:${name}::`)
      .replaceAll('"catalogue/dev"', `"catalogue/${name}"`),
  ) as Exported;

/** `more`: states of other stacks of the project, by their names. */
export async function fixtureStack(
  state: Exported = fixtureState(),
  more: Readonly<Record<string, Exported>> = {},
): Promise<Stack> {
  const names = readdirSync(join(FOLDER, "catalogue"));
  const catalogue = Object.fromEntries(
    names.map((name) => [name, readFileSync(join(FOLDER, "catalogue", name), "utf8")]),
  );
  const stack = await Stack.create({ catalogue, config: fixtureConfig() });
  const configuration = readFileSync(join(stack.folder, "Pulumi.dev.yaml"), "utf8").replace(/^encryptionsalt.*\n/m, "");
  for (const [name, exported] of Object.entries({ dev: state, ...more })) {
    if (name !== stack.name) {
      await stack.ok("stack", "init", name);
      writeFileSync(join(stack.folder, `Pulumi.${name}.yaml`), configuration);
    }
    const file = join(stack.folder, `${name}-export.json`);
    writeFileSync(file, JSON.stringify(stateOf(exported, name)));
    await stack.ok("stack", "import", "--file", file, "--stack", name);
  }
  if (Object.keys(more).length > 0) await stack.ok("stack", "select", stack.name);
  return stack;
}
