/** `catalogue ids`: its forms, of a state that a released version left. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXIT } from "../../provider/cli/exit-codes.js";
import { asEnv, asJson, asTypescript, type NamedId } from "../../provider/cli/ids/forms.js";
import { ROOT } from "../../tools/local/repository.ts";
import { Stack } from "../../tools/local/stack.ts";
import { addressOf, type ExportedRow, fixtureStack, fixtureState } from "../support/fixture-stack.js";

const LEFTOVER_ID = "00000000-0000-4000-8000-000000000000";
/** Beside the row of polar/pro, one of an object that it has replaced; polar/team was archived in the dashboard. */
const edited = (rows: readonly ExportedRow[]): readonly ExportedRow[] =>
  rows.flatMap((row) => {
    if (addressOf(row) === "polar/pro") return [{ ...row, id: LEFTOVER_ID, delete: true }, row];
    const live = row.outputs?.["live"] as Record<string, unknown> | undefined;
    return addressOf(row) === "fynn/workspace/team"
      ? [{ ...row, outputs: { ...row.outputs, live: { ...live, archivedElsewhere: true } } }]
      : [row];
  });

const rows = fixtureState().deployment.resources.filter((row) => addressOf(row) !== "");
const isArchived = (address: string): boolean =>
  address === "fynn/workspace/team" ||
  rows.some((row) => row.outputs?.["archived"] === true && `${address}/`.startsWith(`${addressOf(row)}/`));
const idsWhere = (wanted: (address: string) => boolean): Record<string, string> =>
  Object.fromEntries(
    rows.filter((row) => wanted(addressOf(row))).map((row): [string, string] => [addressOf(row), row.id ?? ""]),
  );

let stack: Stack;
beforeAll(async () => {
  stack = await fixtureStack(fixtureState(edited));
});
afterAll(() => stack.remove());

const written = (name: string): string => readFileSync(join(stack.folder, name), "utf8");

describe("catalogue ids", () => {
  it("a map of addresses to ids: without archived entries, those below them, and leftovers", async () => {
    const { code, stdout, stderr } = await stack.catalogue("ids");
    expect({ code, stderr }).toEqual({ code: EXIT.fine, stderr: "" });
    const ids = JSON.parse(stdout) as Record<string, string>;
    expect(ids).toEqual(idsWhere((address) => !isArchived(address)));
    expect(Object.keys(ids)).toEqual(Object.keys(ids).sort());
    expect(Object.keys(ids)).not.toContain("fynn/onboarding/standard");
    expect(stdout).not.toContain(LEFTOVER_ID);
  });

  it("one account", async () => {
    const { stdout } = await stack.catalogue("ids", "polar");
    expect(JSON.parse(stdout)).toEqual(idsWhere((address) => address.startsWith("polar/") && !isArchived(address)));
  });

  it("--archived: all of them", async () => {
    const { stdout } = await stack.catalogue("ids", "--archived", "--stack", "dev");
    expect(JSON.parse(stdout)).toEqual(idsWhere(() => true));
  });

  it("env: the names of the addresses", async () => {
    const { stdout } = await stack.catalogue("ids", "--format", "env");
    const lines = stdout.trim().split("\n");
    expect(lines[0]).toBe("# Made by `catalogue ids --stack dev --format env`. Do not edit it: run the command again.");
    expect(lines).toContain(`POLAR_PRO=${idsWhere(() => true)["polar/pro"]}`);
    expect(lines).toContain(`SEQUENCE_PLATFORM_MONTHLY_EUR=${idsWhere(() => true)["sequence/platform/monthly-eur"]}`);
    expect(lines).toHaveLength(1 + Object.keys(idsWhere((address) => !isArchived(address))).length);
  });

  it("--output writes a file in the format of its name, --check compares it", async () => {
    const check = () => stack.catalogue("ids", "--output", "src/ids.ts", "--check");
    expect(await check()).toMatchObject({
      code: EXIT.changes,
      stdout: "",
      stderr:
        "src/ids.ts does not exist\n" +
        "  what to do: run `npx catalogue ids --stack dev --format ts --output src/ids.ts`\n",
    });
    expect(existsSync(join(stack.folder, "src"))).toBe(false);
    const made = await stack.catalogue("ids", "--output", "src/ids.ts");
    expect(made).toMatchObject({
      code: EXIT.fine,
      stdout: "",
      stderr: `src/ids.ts: ${Object.keys(idsWhere((address) => !isArchived(address))).length} ids of stack dev\n`,
    });
    expect(await check()).toMatchObject({ code: EXIT.fine, stdout: "", stderr: "" });
    writeFileSync(join(stack.folder, "src/ids.ts"), written("src/ids.ts").replace("polar/pro", "polar/pro-2"));
    expect((await check()).code).toBe(EXIT.changes);
    expect((await check()).stderr).toContain("src/ids.ts is out of date\n");
  });

  it.each([
    [".env", /^# Made by .*\n[A-Z]/],
    [".env.production", /^# Made by .*\n[A-Z]/],
    ["ids.json", /^\{\n/],
    ["ids.mts", /^\/\/ Made by .*\n\n\/\*\*/],
  ])("--output %s", async (name, start) => {
    await stack.catalogue("ids", "--output", name);
    expect(written(name)).toMatch(start);
  });

  it.each([
    [["--check"], "--check needs a file to look at\n  what to do: name it: --output <file> --check\n"],
    [
      ["--format", "env", "--prefix", "9"],
      /^9FYNN_PAYMENTS \(fynn\/payments\) is not a name .*\n {2}what to do: begin/,
    ],
    [["--output", "/proc/none/ids.ts"], /^\/proc\/none\/ids.ts cannot be written \(E[A-Z]+\)\n {2}what to do: /],
    [["plar"], /stack dev has no objects in an account plar\n {2}what to do: did you mean `polar`/],
    [["--stack", "nowhere"], /no stack named 'nowhere' found\n {2}what to do: /],
  ])("%s is refused", async (args, words) => {
    const { code, stdout, stderr } = await stack.catalogue("ids", ...args);
    expect({ code, stdout }).toEqual({ code: EXIT.problems, stdout: "" });
    expect(stderr).toMatch(words);
  });

  it("a stack without objects is refused, and no file is written", async () => {
    const empty = await Stack.create({ catalogue: {} });
    try {
      expect(await empty.catalogue("ids", "--output", "ids.json")).toMatchObject({
        code: EXIT.problems,
        stdout: "",
        stderr:
          "stack dev has no objects, so there are no ids\n" +
          "  what to do: run `pulumi up`, or name another stack: --stack <name>\n",
      });
      expect(existsSync(join(empty.folder, "ids.json"))).toBe(false);
    } finally {
      empty.remove();
    }
  });
});

const one = (address: string, id = "1", archived = false): NamedId => ({
  address,
  id,
  kind: "polar:Product",
  archived,
});
const env = (...ids: readonly NamedId[]) =>
  asEnv(ids, "catalogue ids", { prefix: "", credentials: ["POLAR_ACCESS_TOKEN"] });

describe("the names of variables", () => {
  it.each([
    [
      [one("polar/pro-yearly"), one("polar/pro/yearly")],
      /POLAR_PRO_YEARLY would stand for polar\/pro-yearly and polar/,
    ],
    [[one("polar/access-token")], /POLAR_ACCESS_TOKEN .* is the name of a variable with credentials/],
    [[one("acme/polar/access_token")], /ACME_POLAR_ACCESS_TOKEN .* is the name of a variable with credentials/],
    [[one("3d/pro")], /3D_PRO \(3d\/pro\) is not a name that a variable can have/],
    [[one("polar/pro", "a\nb")], /the id of polar\/pro cannot be written as a variable/],
  ])("%#", (ids, words) => {
    expect(() => env(...ids)).toThrow(words);
    expect(() => env(...ids)).toThrow(/\n {2}what to do: /);
  });

  it("an id with other characters is quoted", () => {
    expect(env(one("polar/pro", "a b$c"))).toContain("POLAR_PRO='a b$c'\n");
  });
});

const KEY = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,8}$/);
const IDS = fc.uniqueArray(
  fc.record({
    address: fc.array(KEY, { minLength: 2, maxLength: 3 }).map((parts) => parts.join("/")),
    id: fc.string({ minLength: 1, unit: "grapheme" }),
    kind: fc.constantFrom("polar:Product", "sequence:ListPrice"),
    archived: fc.boolean(),
  }),
  { selector: ({ address }) => address },
);

describe("any ids", () => {
  it("come back from the JSON", () => {
    fc.assert(
      fc.property(IDS, (ids) => {
        expect(JSON.parse(asJson(ids))).toEqual(Object.fromEntries(ids.map(({ address, id }) => [address, id])));
      }),
    );
  });

  it("are told apart as variables, or refused", () => {
    fc.assert(
      fc.property(IDS, (ids) => {
        let text: string;
        try {
          text = env(...ids);
        } catch {
          return;
        }
        const names = text.split("\n").flatMap((line) => /^([A-Z_][A-Z0-9_]*)=/.exec(line)?.[1] ?? []);
        expect(new Set(names).size).toBe(ids.length);
      }),
    );
  });
});

describe("the TypeScript module", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "ids-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const compile = (files: Readonly<Record<string, string>>): string => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    try {
      const flags = ["--strict", "--noUncheckedIndexedAccess", "--isolatedDeclarations", "--declaration", "--noEmit"];
      const modules = ["--module", "nodenext", "--target", "es2022"];
      const tsc = join(ROOT, "node_modules/.bin/tsc");
      const paths = Object.keys(files).map((name) => join(folder, name));
      execFileSync(tsc, [...flags, ...modules, ...paths], { cwd: folder, encoding: "utf8", stdio: "pipe" });
      return "";
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  };

  it("compiles under strict, and only what is sold has an address", async () => {
    await stack.catalogue("ids", "--output", "app.ts", "--archived");
    const ids = written("app.ts");
    const app = [
      'import { type Address, type AddressesOf, archivedIds, ids } from "./ids.js";',
      "const buy = (address: Address): string => ids[address];",
      'const product: AddressesOf["polar:Product"] = "polar/pro";',
      "buy(product);",
      `const exact: "${idsWhere(() => true)["polar/pro"]}" = ids["polar/pro"];`,
      'const old: string = archivedIds["polar/pro-2024"];',
      "console.log(exact, old);",
    ];
    expect(compile({ "ids.ts": ids, "app.ts": `${app.join("\n")}\ndeclare const console: any;\n` })).toBe("");
    expect(compile({ "ids.ts": ids, "app.ts": `${app.join("\n")}\nbuy("polar/pro-2024");\n` })).toContain(
      `Argument of type '"polar/pro-2024"' is not assignable`,
    );
    expect(
      compile({
        "ids.ts": ids,
        "app.ts": `${app.join("\n")}\nconst meter: AddressesOf["polar:Product"] = "polar/tokens";`,
      }),
    ).toContain(`Type '"polar/tokens"' is not assignable`);
  });

  it("compiles whatever the ids are", () => {
    const texts = fc.sample(IDS, 30).map((ids) => asTypescript(ids, "catalogue ids", true));
    const files = Object.fromEntries(
      [asTypescript([], "catalogue ids", true), ...texts].map((text, index) => [`any-${index}.ts`, text]),
    );
    expect(compile(files)).toBe("");
  });
});
