/** `catalogue sandbox` as a process: real sockets, real signals. */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it } from "vitest";
import { registry } from "../../provider/vendors/registry.js";
import { seed } from "../../sandboxes/seed.ts";
import { sequenceSandbox } from "../../sandboxes/sequence/sandbox.ts";
import { ROOT } from "../../tools/local/repository.ts";

const MAIN = join(ROOT, "dist/provider/cli/main.js");

interface StartedLine {
  readonly event: "started";
  readonly vendors: readonly {
    readonly vendor: string;
    readonly url: string;
    readonly config: Readonly<Record<string, string>>;
    readonly environment: Readonly<Record<string, string>>;
    readonly objects: number;
  }[];
}

/** The command, with what it prints line by line. */
class Running {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly #lines: AsyncIterator<string>;
  stderr = "";

  constructor(...args: readonly string[]) {
    this.child = spawn(process.execPath, [MAIN, "sandbox", ...args], { env: { ...process.env, FORCE_COLOR: "" } });
    this.ended = new Promise((resolve) => this.child.once("close", resolve));
    this.child.stderr?.on("data", (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.#lines = createInterface({ input: this.child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`it ended: ${this.stderr}`);
    return value;
  }

  async lineWith(text: string): Promise<string> {
    for (;;) {
      const line = await this.line();
      if (line.includes(text)) return line;
    }
  }

  json = async (): Promise<Record<string, unknown>> => JSON.parse(await this.line()) as Record<string, unknown>;

  end(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

const running: Running[] = [];
const start = (...args: readonly string[]): Running => {
  const made = new Running(...args);
  running.push(made);
  return made;
};
afterEach(async () => {
  for (const one of running.splice(0)) if (one.child.exitCode === null) await one.end("SIGKILL");
});

const headersOf = (name: string, environment: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  const vendor = registry.vendor(name);
  if (!vendor) throw new Error(`no vendor ${name}`);
  const credentials = vendor.credentials.map((one) => [one.name, environment[one.variable] ?? ""]);
  const settings = Object.fromEntries(Object.entries(vendor.settings).map(([key, one]) => [key, one.default ?? null]));
  return vendor.headers(Object.fromEntries(credentials), settings, { method: "GET", path: "/" });
};

describe("catalogue sandbox", () => {
  it("starts every vendor, prints what a stack needs, and each request; SIGTERM ends it with 0", async () => {
    const command = start("--port", "0", "--seed", "--format", "json");
    const started = (await command.json()) as unknown as StartedLine;
    expect(started).toMatchObject({ version: 1, event: "started" });
    expect(started.vendors.map(({ vendor, objects }) => [vendor, objects])).toEqual(
      registry.vendors.map(({ name }) => [name, 250]),
    );
    for (const { vendor: name, url, config, environment } of started.vendors) {
      expect(config[`catalogue:accounts.${name}.baseUrl`]).toBe(url);
      const vendor = registry.vendor(name);
      expect(Object.keys(environment)).toEqual(vendor?.credentials.map(({ variable }) => variable));
      const request = vendor?.kinds[0]?.calls.list(vendor.settings as never);
      const answer = await fetch(url + request?.path, { headers: headersOf(name, environment) });
      expect(answer.status).toBe(200);
      expect(await command.json()).toMatchObject({
        ...{ version: 1, event: "request", vendor: name, method: "GET", path: request?.path, status: 200, did: "read" },
        words: expect.stringMatching(/^listed [1-9][0-9]*$/),
      });
    }
    expect(await command.end("SIGTERM")).toBe(0);
  });

  it("says in a word what a request did; SIGINT ends it with 0", async () => {
    const command = start("sequence", "--port", "0", "--format", "json");
    const [{ url = "", environment = {}, objects } = {}] = ((await command.json()) as unknown as StartedLine).vendors;
    const send = async (method: string, path: string, body?: string): Promise<Record<string, unknown>> => {
      const headers = { ...headersOf("sequence", environment), "content-type": "application/json" };
      await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body }) });
      return command.json();
    };
    expect(objects).toBe(0);
    const made = await send("POST", "/products", '{"name":"Platform"}');
    expect(made).toMatchObject({ did: "created", status: 201, body: { name: "Platform" } });
    const id = String(made["id"]);
    expect(made["words"]).toBe(`created ${id}`);
    expect(await send("GET", `/products/${id}`)).toMatchObject({ did: "read", words: "read" });
    expect(await send("PUT", `/products/${id}`, '{"name":"Platform 2"}')).toMatchObject({ did: "changed" });
    expect(await send("POST", `/products/${id}/archive`)).toMatchObject({ did: "archived", words: "archived" });
    expect(await send("POST", "/products", "{}")).toMatchObject({
      ...{ did: "refused", status: 400, words: "refused: name must be a non-empty string" },
    });
    expect(await send("POST", "/products", "{no json")).toMatchObject({ did: "refused", status: 400 });
    expect(await send("GET", "/products?name=%1B%5B31m")).toMatchObject({ query: { name: "\u001b[31m" } });
    expect(await command.end("SIGINT")).toBe(0);
  });

  it("seeds the same objects in each run", async () => {
    const command = start("sequence", "--port", "0", "--seed", "30", "--random", "5", "--format", "json");
    const [{ url = "", environment = {}, objects } = {}] = ((await command.json()) as unknown as StartedLine).vendors;
    expect(objects).toBe(30);
    const answer = await fetch(`${url}/products?limit=100`, { headers: headersOf("sequence", environment) });
    const { items } = (await answer.json()) as { items: { id: string }[] };
    const same = sequenceSandbox();
    const expected = seed(same, { objects: 30, random: 5 }).objects.filter(
      ({ collection, archived }) => collection === "products" && !archived,
    );
    expect(items.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  });

  it("as text: the commands to copy, and a line for each request without control characters", async () => {
    const command = start("polar", "--port", "0", "--random", "2");
    expect(await command.lineWith("Polar")).toMatch(/^ {2}Polar {2}http:\/\/127\.0\.0\.1:[0-9]+ {2}250 objects: /);
    const set = await command.lineWith("baseUrl");
    expect(set).toMatch(
      /^ {2}pulumi config set --path 'catalogue:accounts\.polar\.baseUrl' http:\/\/127\.0\.0\.1:[0-9]+$/,
    );
    expect(await command.lineWith("export")).toBe("  export POLAR_ACCESS_TOKEN=sandbox-token");
    const url = set.split(" ").at(-1) ?? "";
    await fetch(`${url}/v1/products/?query=%1B%5B2J`);
    expect(await command.lineWith("polar ")).toMatch(
      /^[0-9]{2}:[0-9]{2}:[0-9]{2} polar {4}GET {3}401 \/v1\/products\/\?query=\\u\{1b\}\[2J {2}refused: Unauthorized$/,
    );
    expect(await command.end("SIGINT")).toBe(0);
  });

  it("has colours where they are asked for", async () => {
    const child = spawn(process.execPath, [MAIN, "sandbox", "fynn", "--port", "0"], {
      env: { ...process.env, FORCE_COLOR: "1" },
    });
    const first = await new Promise<string>((resolve) => child.stdout.once("data", (data) => resolve(String(data))));
    expect(first).toContain("\u001b[1mFynn\u001b[22m");
    child.kill("SIGTERM");
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
  });

  it("a port that is taken is an error with a remedy", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as { port: number };
    try {
      // Each vendor has its own port, also where it is started alone.
      const command = start("fynn", "--port", String(port - 1));
      expect(await command.ended).toBe(1);
      expect(command.stderr).toBe(
        `the sandbox of Fynn cannot use port ${port} of 127.0.0.1, because another program uses it\n` +
          "  what to do: end that program (it may be another `catalogue sandbox`), or choose other ports: " +
          `catalogue sandbox --port ${port + 99 + 1}\n`,
      );
    } finally {
      taken.close();
    }
  });

  it.each([
    [["polr"], "polr is not a vendor\n  what to do: did you mean `polar`?\n"],
    [["--port", "65535"], "--port 65535 is too high\n  what to do: use a port up to 65533\n"],
    [["--port", "many"], "Use a whole number from 0 to 65535."],
    [["--seed", "-1"], "Use a whole number from 0 to 100000."],
  ])("%j is refused", async (args, message) => {
    const command = start(...args);
    expect(await command.ended).toBe(1);
    expect(command.stderr).toContain(message);
  });
});
