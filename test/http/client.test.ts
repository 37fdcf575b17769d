/** The wire over real sockets: deadlines, retries, pauses, bounds and errors in words. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { CallError } from "../../provider/http/call-error.js";
import { type Call, Client, type ClientOptions } from "../../provider/http/client.js";
import { systemClock } from "../../provider/http/clock.js";
import { Redactor } from "../../provider/http/redact.js";
import { undiciTransport } from "../../provider/http/transport.js";
import { canaryOf, leaksIn } from "../support/canary.js";

let server: Server | undefined;
let client: Client | undefined;
afterEach(async () => {
  await client?.close();
  server?.closeAllConnections();
  server?.close();
});

type Handler = (request: IncomingMessage, response: ServerResponse, number: number) => void;

async function against(
  handler: Handler,
  options: Partial<ClientOptions> = {},
): Promise<{ send: (call?: Partial<Call>) => Promise<unknown>; hits: () => number; waits: string[] }> {
  let hits = 0;
  server = createServer((request, response) => {
    request.resume();
    hits += 1;
    handler(request, response, hits);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const waits: string[] = [];
  // Waiting is real only between request and answer.
  const clock = { ...systemClock, sleep: () => Promise.resolve() };
  client = new Client({
    account: "Test account one",
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    limits: {
      requestSeconds: 60,
      operationSeconds: 240,
      concurrent: 4,
      searchSeconds: 1,
      maxRetryAfterSeconds: 120,
    },
    headers: () => ({ authorization: "Bearer canary-token" }),
    parseFailure: () => ({}),
    remedies: {},
    transport: undiciTransport,
    clock,
    random: () => 0.5,
    redact: (text) => text,
    onWait: (message) => void waits.push(message),
    ...options,
  });
  const send = (call: Partial<Call> = {}) =>
    client?.send({ action: "read thing", method: "GET", path: "/things", safety: "read", ...call }) ?? Promise.reject();
  return { send, hits: () => hits, waits };
}

const json = (response: ServerResponse, body: unknown, status = 200): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};

const failure = async (promise: Promise<unknown>): Promise<CallError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CallError);
  return error as CallError;
};

describe("a call", () => {
  it("goes below the base URL, with query, headers and body", async () => {
    const seen: string[] = [];
    const { send } = await against((request, response) => {
      seen.push(
        `${request.method} ${request.url} ${request.headers["authorization"]} ` +
          `${request.headers["content-type"] ?? "-"}`,
      );
      json(response, { ok: true });
    });
    await send({ query: { "metadata[a]": "b c", limit: 100 } });
    await send({ method: "POST", body: { a: 1 }, safety: "once" });
    await send({ method: "PUT", path: "/things/1/archive", safety: "repeatable" });
    expect(seen).toEqual([
      "GET /api/things?metadata%5Ba%5D=b%20c&limit=100 Bearer canary-token -",
      "POST /api/things Bearer canary-token application/json",
      "PUT /api/things/1/archive Bearer canary-token -",
    ]);
  });

  it("may be a DELETE that is answered with nothing", async () => {
    const seen: string[] = [];
    const { send } = await against((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers["content-type"] ?? "-"}`);
      response.writeHead(204).end();
    });
    expect(await send({ method: "DELETE", path: "/things/1", safety: "repeatable" })).toEqual({
      status: 204,
      body: null,
      afterUnknown: false,
    });
    expect(seen).toEqual(["DELETE /api/things/1 -"]);
  });

  it("has headers of its own, and a body as the vendor writes it", async () => {
    const seen: unknown[] = [];
    const { send } = await against(
      async (request, response) => {
        let body = "";
        for await (const chunk of request) body += String(chunk);
        seen.push([request.headers["x-for"], request.headers["content-type"], body]);
        json(response, {});
      },
      {
        headers: ({ method, path }) => ({ "x-for": `${method} ${path}` }),
        encode: (body) => ({ contentType: "text/words", text: Object.keys(body as object).join(" ") }),
      },
    );
    await send({ method: "POST", body: { one: 1, two: 2 }, safety: "once" });
    await send();
    expect(seen).toEqual([
      ["POST /things", "text/words", "one two"],
      ["GET /things", undefined, ""],
    ]);
  });

  it("takes an empty answer as null", async () => {
    const { send } = await against((_request, response) => response.writeHead(200).end());
    expect(await send()).toMatchObject({ status: 200, body: null });
  });
});

describe("repetition", () => {
  const flaky =
    (status: number, times: number, headers: Record<string, string> = {}): Handler =>
    (_request, response, number) => {
      if (number <= times) response.writeHead(status, headers).end("sorry");
      else json(response, { number });
    };

  it.each([
    500, 502, 503, 408,
  ])("%s: a read and a repeatable write are tried again, a create is not", async (status) => {
    expect(await (await against(flaky(status, 2))).send()).toMatchObject({ body: { number: 3 } });
    expect(await (await against(flaky(status, 3))).send({ method: "PUT", safety: "repeatable" })).toMatchObject({
      body: { number: 4 },
      afterUnknown: true,
    });
    const once = await against(flaky(status, 1));
    const error = await failure(once.send({ method: "POST", safety: "once" }));
    expect(error.outcomeUnknown).toBe(true);
    expect(once.hits()).toBe(1);
  });

  it("429: even a create is tried again, and Retry-After is waited out", async () => {
    const slept: number[] = [];
    const clock = {
      ...systemClock,
      now: () => 1_000_000 + slept.reduce((a, b) => a + b, 0),
      sleep: (milliseconds: number) => {
        slept.push(milliseconds);
        return Promise.resolve();
      },
    };
    const { send, hits, waits } = await against(flaky(429, 2, { "retry-after": "60" }), { clock });
    expect(await send({ method: "POST", safety: "once" })).toMatchObject({ body: { number: 3 } });
    expect(hits()).toBe(3);
    expect(slept).toEqual([60_000, 60_000]);
    expect(waits[0]).toBe("Test account one asks to slow down; 1 request sent so far, continuing in 60 s");
  });

  it.each([
    ["a day in seconds", "86400", "asks to wait 86400 s"],
    ["a day in milliseconds", "86400000", "asks to wait 86400000 s"],
    ["a date that no timer can wait for", "Fri, 01 Jan 2100 00:00:00 GMT", "asks to wait"],
  ])(
    "a Retry-After of %s ends the call at once, and " + "nothing more is sent to the account",
    async (_name, retryAfter, words) => {
      const slept: number[] = [];
      const clock = { ...systemClock, sleep: async (milliseconds: number) => void slept.push(milliseconds) };
      const { send, hits } = await against(flaky(429, 99, { "retry-after": retryAfter }), { clock });
      const error = await failure(send());
      expect(error.message).toContain(words);
      expect(error.message).toContain("but a run waits at most 120 s (limits.maxRetryAfterSeconds)");
      expect(error.message).toMatch(
        /what to do: run again after \d{4}-\d\d-\d\dT.*, or raise limits.maxRetryAfterSeconds of the account/,
      );
      expect((await failure(send({ action: "another call" }))).message).toContain(
        "another call: Test account one asks to slow down",
      );
      expect(hits()).toBe(1);
      expect(slept).toEqual([]);
    },
  );

  it("400 and 404 are not tried again", async () => {
    for (const status of [400, 401, 403, 404, 409, 422]) {
      const one = await against((_request, response) => json(response, { message: "no" }, status));
      const error = await failure(one.send());
      expect(one.hits()).toBe(1);
      expect(error.outcomeUnknown).toBe(false);
    }
  });

  it("a create is tried again when nothing was sent", async () => {
    const { send } = await against(() => undefined);
    const port = (server?.address() as AddressInfo).port;
    await new Promise((resolve) => server?.close(resolve));
    const error = await failure(send({ method: "POST", safety: "once" }));
    expect(error.facts).toMatchObject({ category: "unreachable", tries: 4 });
    expect(error.message).toContain(`http://127.0.0.1:${port}: ECONNREFUSED`);
  });
});

describe("a vendor that takes a key with each POST", () => {
  const keyed = { idempotencyHeader: "idempotency-key" };
  /** Keys by request, and an answer only to every third one. */
  async function flaky(handler: Handler) {
    const keys: (string | undefined)[] = [];
    const against3 = await against((request, response, number) => {
      keys.push(request.headers["idempotency-key"] as string | undefined);
      if (number % 3 === 0) json(response, { number });
      else handler(request, response, number);
    }, keyed);
    return { ...against3, keys };
  }

  it.each<[string, Handler]>([
    ["a 500", (_request, response) => response.writeHead(500).end()],
    ["a broken connection", (request) => request.socket.destroy()],
    ["a 429", (_request, response) => response.writeHead(429).end()],
  ])("%s: it is repeated under its key, and the next call has another", async (_name, handler) => {
    const { send, keys } = await flaky(handler);
    const done = () => Promise.reject(new Error("nothing is looked for where a key tells it"));
    for (const number of [3, 6])
      expect(await send({ method: "POST", safety: "once", body: {}, done })).toMatchObject({ body: { number } });
    expect(keys).toHaveLength(6);
    expect(keys.every((key) => /^[0-9a-f-]{36}$/.test(key ?? ""))).toBe(true);
    expect(new Set(keys.slice(0, 3)).size).toBe(1);
    expect(new Set(keys.slice(3)).size).toBe(1);
    expect(keys[0]).not.toBe(keys[3]);
  });

  it("a call that is sent by several steps keeps the key that they give it", async () => {
    const { send, keys } = await flaky((_request, response) => json(response, {}));
    await send({ method: "POST", safety: "once", body: {}, key: "same" });
    await send({ method: "POST", safety: "once", body: {}, key: "same" });
    expect(keys).toEqual(["same", "same"]);
  });

  it("other methods have none: a PATCH that makes something is not repeated", async () => {
    const { send, keys } = await flaky((_request, response) => response.writeHead(500).end());
    await failure(send({ method: "PATCH", safety: "once", body: {} }));
    expect(keys).toEqual([undefined]);
  });

  it("a refusal is not repeated", async () => {
    const { send, hits } = await flaky((_request, response) => json(response, {}, 422));
    await failure(send({ method: "POST", safety: "once", body: {} }));
    expect(hits()).toBe(1);
  });
});

describe("bounds", () => {
  const ONE_SECOND = {
    requestSeconds: 1,
    operationSeconds: 10,
    concurrent: 4,
    searchSeconds: 1,
    maxRetryAfterSeconds: 120,
  };

  it("a server that does not answer in time", async () => {
    const { send } = await against(() => undefined, { limits: ONE_SECOND });
    const error = await failure(send({ safety: "once", method: "POST" }));
    expect(error.facts.category).toBe("no-answer");
    expect(error.message).toContain("no complete response within 1 s");
  });

  it("a slow drip", async () => {
    const { send } = await against(
      (_request, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const timer = setInterval(() => response.write(" "), 100);
        response.on("close", () => clearInterval(timer));
      },
      { limits: ONE_SECOND },
    );
    const error = await failure(send({ safety: "once", method: "POST" }));
    expect(error.facts.category).toBe("no-answer");
  });

  it("an answer without end is cut off, not read into memory", async () => {
    const { send } = await against(
      (_request, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const chunk = Buffer.alloc(1024 * 1024, 32);
        const pump = (): void => {
          while (response.write(chunk));
          response.once("drain", pump);
        };
        pump();
      },
      {
        limits: {
          requestSeconds: 20,
          operationSeconds: 60,
          concurrent: 4,
          searchSeconds: 1,
          maxRetryAfterSeconds: 120,
        },
      },
    );
    const error = await failure(send());
    expect(error.message).toContain("larger than 32 MiB");
  });

  it("a connection that breaks in the middle of the answer", async () => {
    const { send } = await against((_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"a":');
      response.socket?.destroy();
    });
    const error = await failure(send({ safety: "once", method: "POST" }));
    expect(error.facts.category).toBe("no-answer");
    expect(error.outcomeUnknown).toBe(true);
  });

  it("no more than the account's limit at once", async () => {
    let [running, most] = [0, 0];
    const { send } = await against((_request, response) => {
      running += 1;
      most = Math.max(most, running);
      setTimeout(() => {
        running -= 1;
        json(response, {});
      }, 20);
    });
    await Promise.all(Array.from({ length: 20 }, () => send()));
    expect(most).toBe(4);
  });
});

describe("an error", () => {
  it.each([
    [401, "credentials"],
    [403, "forbidden"],
    [404, "not-found"],
    [409, "conflict"],
    [422, "invalid"],
    [418, "invalid"],
  ] as const)("%s is %s", async (status, category) => {
    const { send } = await against((_request, response) => json(response, {}, status));
    expect((await failure(send())).facts).toMatchObject({ category, status });
  });

  it("a 404 that is no JSON says nothing about the object", async () => {
    const { send } = await against((_request, response) =>
      response.writeHead(404, { "content-type": "text/html" }).end("<h1>nginx</h1>"),
    );
    expect((await failure(send())).facts.category).toBe("unexpected");
  });

  it("HTML and half of a JSON are unexpected", async () => {
    const html = await against((_request, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
    );
    expect((await failure(html.send())).message).toContain("text/html instead of JSON: <html>");
    const half = await against((_request, response) =>
      response.writeHead(200, { "content-type": "application/json" }).end('{"a": [1,'),
    );
    expect((await failure(half.send())).facts.category).toBe("unexpected");
  });

  it.each([
    301, 302, 303, 307, 308,
  ])("a %s is not followed, to the same or another host: no request and no credentials", async (status) => {
    let elsewhere = 0;
    const other = createServer((_request, response) => {
      elsewhere += 1;
      response.end("{}");
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const target = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    for (const call of [{}, { method: "POST", safety: "once", body: {} }] as const) {
      const away = await against((_request, response) =>
        response.writeHead(status, { location: `${target}/steal` }).end(),
      );
      const { facts, message } = await failure(away.send(call));
      expect(facts.category).toBe("unexpected");
      expect(message).toContain(`a redirect to ${target}`);
      expect([away.hits(), elsewhere]).toEqual([1, 0]);
      const here = await against((_request, response) =>
        response.writeHead(status, { location: "/api/elsewhere" }).end(),
      );
      expect((await failure(here.send(call))).message).toContain("a redirect to http://127.0.0.1");
      expect(here.hits()).toBe(1);
    }
    other.close();
  });

  const secret = canaryOf("wire");
  const basic = `Basic ${Buffer.from(`user:${secret}`).toString("base64")}`;
  /** What a careless server says, long enough to be cut short in the middle of a secret. */
  const careless = `${"x".repeat(180)} ${secret} ${basic} ${encodeURIComponent(secret)}`;
  const echoes: Record<string, Handler> = {
    ...Object.fromEntries(
      [401, 403, 422, 500].map((status) => [
        `${status} in JSON`,
        (_request, response) => {
          response.setHeader("x-request-id", secret);
          json(response, { message: careless, code: basic }, status);
        },
      ]),
    ),
    "JSON that escapes slashes": (_request, response) =>
      response
        .writeHead(422)
        .end(JSON.stringify({ message: `${secret} ${basic}`, code: secret }).replaceAll("/", "\\/")),
    "500 in plain text": (_request, response) => response.writeHead(500).end(careless),
    "HTML that says 200": (_request, response) =>
      response.writeHead(200, { "content-type": `text/html; token="${secret}"` }).end(careless),
    "a redirect": (_request, response) =>
      response.writeHead(302, { location: `http://${Buffer.from(secret).toString("hex")}.test/` }).end(),
    "a broken connection": (request) => request.socket.destroy(),
  };

  it.each(Object.entries(echoes))("holds no secret, in no member and no cause: %s", async (_name, handler) => {
    const redactor = new Redactor();
    redactor.add(secret, `user:${secret}`);
    const { send } = await against(handler, {
      headers: () => ({ authorization: basic }),
      redact: (text) => redactor.text(text),
      parseFailure: (_status, body) => {
        const { message, code } = body as { message: string; code: string };
        return { message, code, fieldErrors: [{ path: [code], message }] };
      },
    });
    const error = await failure(send({ method: "POST", safety: "once", body: {} }));
    for (const text of [
      error.message,
      String(error.stack),
      JSON.stringify(error),
      inspect(error, { depth: null, showHidden: true }),
    ]) {
      expect(leaksIn(text, [secret, `user:${secret}`])).toEqual([]);
    }
  });

  it("says what, where, why, which request, and what to do; and no header and no body", async () => {
    const { send } = await against(
      (_request, response) =>
        response.writeHead(422, { "content-type": "application/json", "x-request-id": "req-7" }).end('{"error":"x"}'),
      {
        parseFailure: () => ({
          code: "too_long",
          message: "Too long",
          fieldErrors: [{ path: ["prices", 0, "price_amount"], message: "too small" }],
        }),
      },
    );
    const { message } = await failure(
      send({ method: "POST", safety: "once", action: "create product a/b", body: { secret: "body-canary" } }),
    );
    expect(message).toBe(
      "create product a/b: Test account one refused (HTTP 422, too_long): Too long [request req-7]\n" +
        "  prices[0].price_amount: too small\n" +
        "  what to do: change the entry in the catalogue as the vendor's message says",
    );
    expect(message).not.toMatch(/canary/);
  });

  it("missing credentials are no network error", async () => {
    const { send } = await against(() => undefined, {
      headers: () => {
        throw new Error("no credentials");
      },
    });
    await expect(send()).rejects.toThrow("no credentials");
  });
});
