/** What commands read of a stack with the real CLI: its names, its configuration, and the rows of its state. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type StackAtHand, stackAtHand } from "../../provider/pulumi/stack-at-hand.js";
import { Stack } from "../../tools/local/stack.ts";
import { startVendors, type Vendors } from "./sandboxes.js";

const PASSPHRASE = "a passphrase of the tests";
const TOKEN = "polar_oat_abcdefghijklmnop";
const polar = (interval: string): Record<string, string> => ({
  "polar.yaml":
    "vendor: polar\nproducts:\n" +
    `  pro: { name: Pro, recurring_interval: ${interval}, prices: [{ amount_type: free }] }\n`,
});

let vendors: Vendors;
let stack: Stack;
/** A folder with a `pulumi` that counts its calls and passes them on. */
let counting: string;

beforeAll(async () => {
  vendors = await startVendors();
  stack = await Stack.create({
    catalogue: polar("month"),
    config: { accounts: vendors.accounts, values: { price: "499.00" } },
    environment: { ...vendors.environment, PULUMI_CONFIG_PASSPHRASE: PASSPHRASE },
  });
  counting = mkdtempSync(join(tmpdir(), "counting-"));
  writeFileSync(
    join(counting, "pulumi"),
    `#!/bin/sh\necho "$*" >> ${counting}/calls\nPATH="$REAL_PATH"\nexec pulumi "$@"\n`,
  );
  chmodSync(join(counting, "pulumi"), 0o755);
});
afterAll(async () => {
  stack.remove();
  rmSync(counting, { recursive: true, force: true });
  await vendors.close();
});

beforeEach(() => {
  writeFileSync(join(counting, "calls"), "");
  vi.stubEnv("REAL_PATH", process.env["PATH"] ?? "");
  vi.stubEnv("PATH", `${counting}${delimiter}${process.env["PATH"]}`);
  vi.stubEnv("PULUMI_BACKEND_URL", `file://${stack.folder}/state`);
  vi.stubEnv("PULUMI_HOME", join(stack.folder, "home"));
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", undefined);
});
afterEach(() => vi.unstubAllEnvs());

const calls = (): string[] => readFileSync(join(counting, "calls"), "utf8").split("\n").filter(Boolean).sort();
const read = (more: { stack?: string; secrets?: boolean; folder?: string } = {}): Promise<StackAtHand> =>
  stackAtHand({ folder: stack.folder, secrets: false, ...more });
const refusal = async (more: Parameters<typeof read>[0]): Promise<string> =>
  read(more).then(
    () => "no error",
    (error: unknown) => (error as Error).message,
  );

describe("a stack that was never applied", () => {
  it("has its configuration and no objects; the selected one is named by a third command", async () => {
    expect(await read()).toMatchObject({
      name: "dev",
      owner: "catalogue/dev",
      config: { "catalogue:values": '{"price":"499.00"}' },
      objects: [],
    });
    expect(calls()).toEqual([
      "config --json --non-interactive",
      "stack --show-name --non-interactive",
      "stack export --non-interactive",
    ]);
  });

  it.each(["dev", "organization/dev", "organization/catalogue/dev"])("%s: two commands", async (name) => {
    expect(await read({ stack: name })).toMatchObject({ name, owner: "catalogue/dev", objects: [] });
    expect(calls()).toEqual([
      `config --json --stack ${name} --non-interactive`,
      `stack export --stack ${name} --non-interactive`,
    ]);
  });

  it("from a folder below the project", async () => {
    expect(await read({ folder: join(stack.folder, "catalogue") })).toMatchObject({ name: "dev" });
  });
});

describe("what is refused, and what to do", () => {
  it.each([
    ["nowhere", /stack nowhere could not be read: no stack named 'nowhere' found\n {2}what to do: .*`pulumi stack ls`/],
    ["organization/other/dev", /belongs to the project other/],
    ["acme/dev", /organization name must be 'organization'/],
    ["a b", /"a b" is not the name of a stack/],
  ])("--stack %s", async (name, words) => {
    expect(await refusal({ stack: name })).toMatch(words);
  });

  it("no Pulumi.yaml: no command runs", async () => {
    const folder = mkdtempSync(join(tmpdir(), "empty-"));
    expect(await refusal({ folder })).toBe(
      `there is no Pulumi.yaml in ${folder} or above it\n` +
        "  what to do: run the command in the folder of the project, or create one: `npx catalogue init`",
    );
    expect(calls()).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it("no CLI on the PATH", async () => {
    vi.stubEnv("PATH", join(stack.folder, "nothing"));
    expect(await refusal({ stack: "dev" })).toMatch(
      /could not be read: the Pulumi CLI was not found\n {2}what to do: install it/,
    );
  });

  it("no stack is selected", async () => {
    await stack.ok("stack", "unselect");
    try {
      expect(await refusal({})).toMatch(
        /of the selected stack could not be read: no stack selected.*\n {2}what to do: name the stack with --stack/,
      );
    } finally {
      await stack.ok("stack", "select", "dev");
    }
  });

  it("a key that is no setting of the catalogue", async () => {
    stack.configure({ vaules: {} });
    try {
      expect(await refusal({})).toMatch(/catalogue:vaules is not a setting of the catalogue/);
    } finally {
      stack.configure({ vaules: undefined });
    }
  });

  it("a CLI that prints something else", async () => {
    const folder = join(stack.folder, "other-cli");
    mkdirSync(folder);
    writeFileSync(join(folder, "pulumi"), "#!/bin/sh\necho hello\n");
    chmodSync(join(folder, "pulumi"), 0o755);
    vi.stubEnv("PATH", `${folder}${delimiter}${process.env["PATH"]}`);
    expect(await refusal({ stack: "dev" })).toMatch(/printed something else than JSON\n {2}what to do: /);
  });
});

describe("secret configuration", () => {
  const set = (path: string, value: string) =>
    stack.ok("config", "set", "--secret", "--path", path, value, "--stack", "dev");
  const remove = (path: string) => stack.ok("config", "rm", "--path", path, "--stack", "dev");

  it("is read only with `secrets`, which needs the right passphrase; plain values need none", async () => {
    await set("catalogue:credentials.polar.accessToken", TOKEN);
    try {
      const plain = await read();
      expect(plain.config["catalogue:values"]).toBe('{"price":"499.00"}');
      expect(JSON.stringify(plain)).not.toContain(TOKEN);
      expect(await refusal({ secrets: true })).toMatch(
        /passphrase must be set.*\n {2}what to do: set PULUMI_CONFIG_PASSPHRASE to the passphrase of the stack/,
      );
      vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "another one");
      expect(await refusal({ secrets: true })).toMatch(
        /incorrect passphrase\n {2}what to do: set PULUMI_CONFIG_PASSPHRASE/,
      );
      vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", PASSPHRASE);
      const { config } = await read({ secrets: true });
      expect(JSON.parse(config["catalogue:credentials"] ?? "")).toEqual({ polar: { accessToken: TOKEN } });
    } finally {
      await remove("catalogue:credentials");
    }
  });

  it("an account with a secret member is not taken for another one", async () => {
    await set("catalogue:accounts.polar.organization", "an-organization");
    try {
      expect(await refusal({})).toMatch(/passphrase must be set/);
      vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", PASSPHRASE);
      const { config } = await read();
      expect(JSON.parse(config["catalogue:accounts"] ?? "")).toMatchObject({
        polar: { organization: "an-organization" },
      });
    } finally {
      await remove("catalogue:accounts.polar.organization");
    }
  });

  it("secret values of the catalogue are refused, as by the program", async () => {
    await set("catalogue:values.secret", "x");
    try {
      expect(await refusal({})).toMatch(/^catalogue:values is secret configuration/);
    } finally {
      await remove("catalogue:values.secret");
    }
  });
});

describe("the rows of the state", () => {
  it("the rows of an applied stack; the selected one needs no third command", async () => {
    await stack.upOk();
    writeFileSync(join(counting, "calls"), "");
    const { name, owner, objects } = await read();
    expect({ name, owner }).toEqual({ name: "dev", owner: "catalogue/dev" });
    expect(calls()).toEqual(["config --json --non-interactive", "stack export --non-interactive"]);
    expect(objects).toMatchObject([
      { type: "polar:Product", address: "polar/pro", account: "polar", isLeftover: false, archived: false },
    ]);
    expect(objects[0]?.id).toBe((await stack.ids())["polar/pro"]);
  });

  it("a replaced object that is still to be archived is a leftover beside the new one", async () => {
    const old = (await stack.ids())["polar/pro"];
    stack.write(polar("year"));
    vendors.polar.misbehave = ({ method, path }) =>
      method === "PATCH" && path === `/v1/products/${old}` ? { status: 400, body: {} } : undefined;
    expect((await stack.up()).code).not.toBe(0);
    const { objects } = await read();
    expect(objects.map(({ id, address, isLeftover }) => ({ old: id === old, address, isLeftover }))).toEqual(
      expect.arrayContaining([
        { old: true, address: "polar/pro", isLeftover: true },
        { old: false, address: "polar/pro", isLeftover: false },
      ]),
    );
    expect(objects).toHaveLength(2);
  });
});
