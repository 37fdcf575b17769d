/** Who a server is, is always proved: directly and through a proxy, whatever the environment says. */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { isLoopback } from "../../provider/http/loopback.js";
import { undiciTransport } from "../../provider/http/transport.js";
import { ROOT } from "../../tools/local/repository.ts";

const pem = readFileSync(`${ROOT}/test/http/tls/self-signed.pem`, "utf8");
const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const listening = (server: Server): Promise<void> => new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

describe("an https server with a certificate that nobody vouches for", () => {
  let requests = 0;
  let tunnels = 0;
  const secure = createSecureServer({ cert: pem, key: pem }, (_request, response) => {
    requests += 1;
    response.end("{}");
  });
  /** Takes every name to the server above. */
  const proxy = createServer().on("connect", (_request, socket) => {
    tunnels += 1;
    const onward = connect(portOf(secure), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [socket, onward]) end.on("error", () => undefined);
  });

  beforeAll(async () => {
    await listening(secure);
    await listening(proxy);
  });
  afterAll(() => {
    for (const server of [secure, proxy]) {
      server.closeAllConnections();
      server.close();
    }
  });
  beforeEach(() => {
    [requests, tunnels] = [0, 0];
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    vi.stubEnv("NO_PROXY", "");
    vi.stubEnv("no_proxy", "");
    vi.stubEnv("https_proxy", `http://127.0.0.1:${portOf(proxy)}`);
  });
  afterEach(() => vi.unstubAllEnvs());

  async function ask(origin: string): Promise<number> {
    const transport = undiciTransport(new URL(origin), {
      requestSeconds: 20,
      operationSeconds: 20,
      concurrent: 1,
      searchSeconds: 1,
      maxRetryAfterSeconds: 120,
    });
    try {
      const headers = { authorization: "Bearer canary" };
      const signal = AbortSignal.timeout(600_000);
      return (await transport.request({ origin, path: "/", method: "GET", headers, body: null, signal })).status;
    } finally {
      await transport.close();
    }
  }

  it("gets no request, with NODE_TLS_REJECT_UNAUTHORIZED=0 either", async () => {
    await expect(ask(`https://127.0.0.1:${portOf(secure)}`)).rejects.toMatchObject({
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    });
    expect([requests, tunnels]).toEqual([0, 0]);
  });

  it("gets none through a proxy", async () => {
    await expect(ask("https://billing.test")).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect(requests).toBe(0);
    expect(tunnels).toBeGreaterThan(0);
  });

  it("is believed once its authority is known, under its own name only", async () => {
    const known = getCACertificates("default");
    setDefaultCACertificates([...known, pem.slice(0, pem.indexOf("-----BEGIN PRIVATE"))]);
    try {
      expect(await ask(`https://127.0.0.1:${portOf(secure)}`)).toBe(200);
      expect(await ask("https://billing.test")).toBe(200);
      await expect(ask("https://other.test")).rejects.toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    } finally {
      setDefaultCACertificates(known);
    }
  });
});

describe("this machine", () => {
  it.each([
    "http://127.0.0.1",
    "http://127.8.9.10:80",
    "http://127.1",
    "http://2130706433",
    "http://localhost:1",
    "http://[::1]:1",
  ])("%s", (url) => expect(isLoopback(new URL(url))).toBe(true));
  it.each([
    "http://127.0.0.1.example.com",
    "http://128.0.0.1",
    "http://localhost.example.com",
    "http://127.example.com",
    "http://[::2]",
    "http://0.0.0.0",
  ])("not %s", (url) => expect(isLoopback(new URL(url))).toBe(false));
});
