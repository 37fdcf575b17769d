/**
 * Credentials that are found nowhere: every source of them, every command, every failure that echoes them, with the
 * real CLI.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../provider/fields/shape.js";
import type { SandboxRequest, Trouble } from "../../sandboxes/sandbox.ts";
import type { Output } from "../../tools/local/processes.ts";
import { ROOT } from "../../tools/local/repository.ts";
import { Stack } from "../../tools/local/stack.ts";
import { canaryOf, filesBelow, leaksBelow, leaksIn } from "../support/canary.js";
import { fixtureOf } from "../support/vendors.js";
import { startVendors, type Vendors } from "./sandboxes.js";

const names = ["sequence", "fynn", "polar"] as const;

const credentials = {
  clientId: canaryOf("client"),
  clientSecret: canaryOf("secret"),
  apiKey: canaryOf("apikey"),
  accessToken: canaryOf("token"),
};
const secrets = [...Object.values(credentials), `${credentials.clientId}:${credentials.clientSecret}`];

const files = (accountOf: (vendor: string) => string, n = 1): Record<string, string> =>
  Object.fromEntries(
    names.map((name) => {
      const { product, child } = fixtureOf(name);
      const alpha = { ...product.fields(n), ...(child ? { [child.collection]: { one: child.fields(1) } } : {}) };
      return [`${name}.yaml`, JSON.stringify({ vendor: name, account: accountOf(name), products: { alpha } })];
    }),
  );

let prepared: Stack;
let elsewhere: Server;
let reachedElsewhere = 0;
const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;

beforeAll(async () => {
  prepared = await Stack.create({ catalogue: {} });
  elsewhere = createServer((_request, response) => {
    reachedElsewhere += 1;
    response.end("{}");
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  prepared.remove();
  elsewhere.close();
});

interface Scene {
  readonly stack: Stack;
  readonly vendors: Vendors;
  /** Runs a command, and keeps what it prints among the files that are searched. */
  readonly run: (...args: string[]) => Promise<Output>;
}

async function inScene(accountOf: (vendor: string) => string, run: (scene: Scene) => Promise<void>): Promise<void> {
  const vendors = await startVendors({}, credentials);
  const accounts = Object.fromEntries(
    names.map((name) => [accountOf(name), { vendor: name, ...vendors.accounts[name] }]),
  );
  const stack = prepared.copy({ catalogue: files(accountOf), config: { accounts } });
  // What a process of the run leaves among its temporary files is searched too.
  for (const folder of ["tmp", "printed"]) mkdirSync(join(stack.folder, folder));
  // --event-log is one of the engine's debugging options.
  stack.environment = { TMPDIR: join(stack.folder, "tmp"), PULUMI_DEBUG_COMMANDS: "true" };
  let number = 0;
  try {
    await run({
      stack,
      vendors,
      run: async (...args) => {
        const output = await stack.run(...args, "--stack", stack.name);
        number += 1;
        writeFileSync(join(stack.folder, "printed", `${number}-${args.join("-").replaceAll("/", "_")}`), output.text);
        return output;
      },
    });
  } finally {
    stack.remove();
    await vendors.close();
  }
}

/** Everything that a vendor may have seen of a request's credentials, as a careless server would print it. */
function echoOf({ headers }: SandboxRequest): string {
  const authorization = headers["authorization"] ?? "";
  const value = authorization.split(" ")[1] ?? "";
  const plain = authorization.startsWith("Basic ") ? Buffer.from(value, "base64").toString() : value;
  return [
    authorization,
    plain,
    encodeURIComponent(plain),
    Buffer.from(plain).toString("hex"),
    Buffer.from(`token=${plain}`).toString("base64url"),
  ].join(" ");
}

/** An error in the words of all three vendors. */
const failureBody = (echo: string): JsonObject => ({
  error: { type: echo, message: `no: ${echo}` },
  title: echo,
  code: echo,
  error_description: echo,
  violations: [{ propertyPath: echo, message: echo }],
  detail: [{ loc: ["body", "name"], msg: echo, type: echo, input: { headers: { authorization: echo } } }],
});

/** The text of an error is cut at 200 characters: here, in the middle of the secret. */
const atTheCut = (echo: string): string => `${"x".repeat(178)} ${echo}`;

const TROUBLES: Record<string, (request: SandboxRequest) => Trouble> = {
  "401 with the credentials": (request) => ({
    status: 401,
    body: failureBody(echoOf(request)),
    headers: { "x-request-id": echoOf(request) },
  }),
  "403 with the credentials": (request) => ({
    status: 403,
    body: { ...failureBody(echoOf(request)), detail: echoOf(request) },
  }),
  "422 that echoes the request": (request) =>
    request.method === "GET"
      ? undefined
      : { status: 422, body: { ...failureBody(echoOf(request)), request: request.body ?? null } },
  "500 with the token at the cut": (request) => ({ status: 500, text: atTheCut(echoOf(request)) }),
  "a connection that breaks": () => "reset",
  "a redirect with the token": (request) => ({
    status: 307,
    headers: { location: `http://127.0.0.1:${portOf(elsewhere)}/${encodeURIComponent(echoOf(request))}` },
  }),
  "HTML with the token at the cut": (request) => ({
    status: 200,
    text: atTheCut(echoOf(request)),
    headers: { "content-type": "text/html" },
  }),
  "another JSON with the token at the cut": (request) => ({ status: 200, body: { odd: atTheCut(echoOf(request)) } }),
};
const troubleAt = (index: number): ((request: SandboxRequest) => Trouble) =>
  Object.values(TROUBLES)[index % Object.keys(TROUBLES).length] as (request: SandboxRequest) => Trouble;

interface Source {
  readonly account: (vendor: string) => string;
  readonly environment: (vendors: Vendors) => Record<string, string>;
  /** `catalogue:credentials.<account>.<name>` */
  readonly config: Readonly<Record<string, string>>;
  /** How many turns of the troubles; each vendor has another one in each turn, and each turn accounts of its own. */
  readonly turns: number;
}

const SOURCES: Record<string, Source> = {
  "the environment": {
    account: (vendor) => vendor,
    environment: ({ environment }) => environment,
    config: {},
    turns: Object.keys(TROUBLES).length,
  },
  "the environment of a named account": {
    account: (vendor) => `acme-${vendor}`,
    environment: ({ environment }) =>
      Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [`ACME_${name.split("_")[0]}_${name}`, value]),
      ),
    config: {},
    turns: 1,
  },
  "secret configuration": {
    account: (vendor) => vendor,
    environment: () => ({}),
    config: {
      "sequence.clientId": credentials.clientId,
      "sequence.clientSecret": credentials.clientSecret,
      "fynn.apiKey": credentials.apiKey,
      "polar.accessToken": credentials.accessToken,
    },
    turns: 1,
  },
};

/** The account of a turn; that of the first is named like its vendor. */
const accountAt = (turn: number, vendor: string): string => (turn === 0 ? vendor : `turn${turn}-${vendor}`);

/**
 * Accounts of the turns after the first, with files, a sandbox and variables of their own, and the same credentials.
 */
async function otherAccounts(count: number) {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const turn = index + 1;
      const vendors = await startVendors({}, credentials);
      const environment = Object.fromEntries(
        Object.entries(vendors.environment).map(([name, value]) => {
          const account = accountAt(turn, name.split("_")[0] ?? "");
          return [`${account.toUpperCase().replaceAll("-", "_")}_${name}`, value];
        }),
      );
      const own = files((vendor) => accountAt(turn, vendor));
      const renamed = Object.fromEntries(Object.entries(own).map(([name, text]) => [`turn${turn}-${name}`, text]));
      return { vendors, environment, files: renamed };
    }),
  );
}

describe.concurrent("credentials", () => {
  it("the search finds what is there", () => {
    const { clientId, clientSecret, accessToken } = credentials;
    for (const text of [
      `Bearer ${accessToken}`,
      `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
      encodeURIComponent(accessToken),
      Buffer.from(`token=${accessToken};`).toString("base64url"),
      Buffer.from(accessToken).toString("hex"),
      accessToken.slice(0, 14),
    ]) {
      expect(leaksIn(`before ${text} after`, secrets), text).not.toEqual([]);
    }
    expect(leaksIn("Bearer [secret]", secrets)).toEqual([]);
  });

  it.each(Object.entries(SOURCES))("from %s: in nothing that is printed or written", (_name, source) =>
    inScene(source.account, async ({ stack, vendors, run }) => {
      for (const [path, value] of Object.entries(source.config)) {
        await stack.ok(
          "config",
          "set",
          "--secret",
          "--path",
          `catalogue:credentials.${path}`,
          value,
          "--stack",
          stack.name,
        );
      }
      stack.environment = { ...stack.environment, ...source.environment(vendors) };
      const update = (...args: string[]) => run("up", "--yes", ...args);
      const others = await otherAccounts(source.turns - 1);
      try {
        if (others.length > 0) {
          const accounts = [vendors, ...others.map((other) => other.vendors)].map((own, turn) =>
            Object.fromEntries(names.map((name) => [accountAt(turn, name), { vendor: name, ...own.accounts[name] }])),
          );
          stack.configure({ accounts: Object.assign({}, ...accounts) });
          stack.write(Object.assign(files(source.account), ...others.map((other) => other.files)));
        }
        const environment = Object.assign({}, stack.environment, ...others.map((other) => other.environment));
        const own = stack.environment;
        stack.environment = environment;
        const all = [vendors, ...others.map((other) => other.vendors)];
        const troubled = new Set<string>();
        for (const [turn, ofTurn] of all.entries()) {
          for (const [index, name] of names.entries()) {
            const trouble = troubleAt(turn + 3 * index);
            ofTurn[name].misbehave = (request) => {
              troubled.add(`${turn} ${name}`);
              return trouble(request);
            };
          }
        }
        const { code, text } = await update("--skip-preview", "--continue-on-error");
        expect(code).not.toBe(0);
        expect(troubled.size).toBe(source.turns * names.length);
        const messages = text.split(/^(?= {2}pulumi)/m);
        for (const turn of all.keys()) {
          const ofTurn = messages.filter((message) =>
            names.some((name) => message.includes(`(${turn === 0 ? source.account(name) : accountAt(turn, name)}/`)),
          );
          // Where it stands at the cut, the word is cut short too.
          expect(ofTurn.join(""), text).toContain("[secre");
        }
        stack.environment = own;
        if (others.length > 0) stack.write(files(source.account));
      } finally {
        await Promise.all(others.map((other) => other.vendors.close()));
      }
      for (const name of names) vendors[name].misbehave = undefined;
      const fine = [
        await run("preview", "--diff"),
        await run("preview", "--json"),
        await run("preview", "--save-plan", "plan.json"),
        await update("--plan", "plan.json"),
        await update("--refresh", "--event-log", "events.json"),
        await run("refresh", "--yes"),
        await run("stack", "export", "--file", "exported.json"),
        await run("stack", "history", "--json"),
      ];
      // The engine's loudest log, unless the engine knows the credentials: it writes them down itself.
      if (Object.keys(source.config).length === 0) fine.push(await update("--refresh", "--logtostderr", "-v=9"));
      for (const { code, text } of fine) expect(code, text).toBe(0);
      for (const name of names) vendors[name].misbehave = troubleAt(0);
      for (const args of [
        ["refresh", "--yes"],
        ["destroy", "--yes"],
      ]) {
        const { code, text } = await run(...args);
        expect(code).not.toBe(0);
        expect(text).toContain("[secret]");
      }
      for (const name of names) vendors[name].misbehave = undefined;
      const gone = await run("destroy", "--yes");
      expect(gone.code, gone.text).toBe(0);
      const searched = filesBelow(stack.folder).map((path) => path.slice(stack.folder.length + 1));
      for (const part of ["Pulumi.dev.yaml", "plan.json", "exported.json", "events.json"])
        expect(searched).toContain(part);
      for (const part of ["history", "backups", "stacks"])
        expect(searched.some((path) => path.startsWith(`state/.pulumi/${part}/`))).toBe(true);
      expect(leaksBelow(stack.folder, secrets)).toEqual([]);
      const encrypted = /secure: /.test(readFileSync(join(stack.folder, "Pulumi.dev.yaml"), "utf8"));
      expect(encrypted).toBe(Object.keys(source.config).length > 0);
      expect(reachedElsewhere).toBe(0);
    }));

  it("in the configuration in plain text, all or one: refused before anything is sent", () =>
    inScene(
      (vendor) => vendor,
      async ({ stack, vendors }) => {
        const set = (path: string, value: string, ...flags: string[]) =>
          stack.ok("config", "set", ...flags, "--path", `catalogue:credentials.${path}`, value, "--stack", stack.name);
        await set("fynn.apiKey", credentials.apiKey, "--plaintext");
        const all = await stack.up();
        await set("polar.accessToken", credentials.accessToken, "--secret");
        const one = await stack.up();
        expect(one.text).toContain("catalogue:credentials.fynn.apiKey is in");
        for (const { code, text } of [all, one]) {
          expect(code).not.toBe(0);
          expect(text).toContain("in plain text");
          expect(text).toContain("pulumi config set --secret --path");
          expect(leaksIn(text, secrets)).toEqual([]);
        }
        expect(vendors.requests()).toEqual([]);
      },
    ));

  it("changed in the secret configuration: refresh sends those of the last up, until an up or --run-program", () =>
    inScene(
      (vendor) => vendor,
      async ({ stack, vendors }) => {
        const sent = async (...args: string[]): Promise<string[]> => {
          vendors.clear();
          await stack.run(...args, "--yes", "--stack", stack.name);
          return [...new Set(vendors.fynn.exchanges.map(({ request }) => String(request.headers["authorization"])))];
        };
        const set = (value: string) =>
          stack.ok(
            "config",
            "set",
            "--secret",
            "--path",
            "catalogue:credentials.fynn.apiKey",
            value,
            "--stack",
            stack.name,
          );
        stack.write({ "fynn.yaml": files((vendor) => vendor)["fynn.yaml"] ?? "" });
        await set(credentials.apiKey);
        await stack.upOk();
        await set("another");
        expect(await sent("refresh")).toEqual([`Bearer ${credentials.apiKey}`]);
        expect(await sent("refresh", "--run-program")).toEqual(["Bearer another"]);
        expect(await sent("up", "--refresh")).toEqual([`Bearer ${credentials.apiKey}`]);
        expect(await sent("refresh")).toEqual(["Bearer another"]);
        // The environment is read anew by every run, and goes first.
        stack.environment = { ...stack.environment, FYNN_API_KEY: "of this shell" };
        expect(await sent("refresh")).toEqual(["Bearer of this shell"]);
      },
    ));

  it("never go to a server whose certificate is not trusted, whatever NODE_TLS_REJECT_UNAUTHORIZED says", () =>
    inScene(
      (vendor) => vendor,
      async ({ stack, vendors }) => {
        const pem = readFileSync(join(ROOT, "test/http/tls/self-signed.pem"), "utf8");
        let requests = 0;
        const server = createSecureServer({ cert: pem, key: pem }, (_request, response) => {
          requests += 1;
          response.end("{}");
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        stack.write({ "polar.yaml": files((vendor) => vendor)["polar.yaml"] ?? "" });
        stack.configure({ accounts: { polar: { baseUrl: `https://127.0.0.1:${portOf(server)}` } } });
        stack.environment = { ...stack.environment, ...vendors.environment, NODE_TLS_REJECT_UNAUTHORIZED: "0" };
        const { code, text } = await stack.up();
        server.close();
        expect(code).not.toBe(0);
        expect(text).toContain("the server's certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)");
        expect(text).toContain("NODE_EXTRA_CA_CERTS");
        expect(requests).toBe(0);
      },
    ));
});
