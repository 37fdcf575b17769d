/** The tools that are downloaded, from a server that serves what is pinned or something else. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cached } from "../../tools/toolchain/cache.mjs";
import { DigestError } from "../../tools/toolchain/digest.mjs";
import { fetchNode } from "../../tools/toolchain/node.mjs";
import { fetchPulumi, obtain } from "../../tools/toolchain/pulumi.mjs";

let folder: string;
let cache: string;
let server: Server;
let url: string;
/** What the server answers, by path. */
let served: Record<string, Buffer>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "billing-catalogue-downloads-"));
  cache = join(folder, "cache");
  process.env["BILLING_CATALOGUE_CACHE"] = cache;
  served = {};
  server = createServer((request, response) => {
    const body = served[request.url ?? ""];
    response.writeHead(body ? 200 : 404).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  delete process.env["BILLING_CATALOGUE_CACHE"];
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** An archive with one file. */
function archive(path: string, content: string): Buffer {
  const made = mkdtempSync(join(folder, "archive-"));
  mkdirSync(join(made, path, ".."), { recursive: true });
  writeFileSync(join(made, path), content, { mode: 0o755 });
  execFileSync("tar", ["czf", join(folder, "made.tgz"), "-C", made, path.split("/")[0] ?? ""]);
  return readFileSync(join(folder, "made.tgz"));
}
const digestOf = (algorithm: string, content: Buffer): string =>
  `${algorithm}-${createHash(algorithm).update(content).digest("base64")}`;
const REFUSED =
  /is not the expected file, and was removed: its digest is sha[0-9]+-.*, not sha[0-9]+-.*\n {2}what to do: /;

describe("the Pulumi CLI", () => {
  const PATH = "/pulumi.tar.gz";
  const get = (digest: string): Promise<string> =>
    cached(
      "pulumi",
      (target) => fetchPulumi(target, url + PATH, digest),
      () => undefined,
    );

  it("is kept when it is what is pinned, and unpacked without its folder", async () => {
    served[PATH] = archive("pulumi/pulumi", "the CLI");
    const kept = await get(digestOf("sha256", served[PATH]));
    expect(readFileSync(join(kept, "pulumi"), "utf8")).toBe("the CLI");
    expect(readdirSync(cache)).toEqual(["pulumi"]);
    expect(readdirSync(kept)).toEqual(["pulumi"]);
  });

  it("is refused when another file is served: the message names the address, and nothing is kept", async () => {
    const pinned = digestOf("sha256", archive("pulumi/pulumi", "the CLI"));
    served[PATH] = archive("pulumi/pulumi", "something else");
    const refused = await get(pinned).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DigestError);
    expect((refused as Error).message).toMatch(REFUSED);
    expect((refused as Error).message).toContain(url + PATH);
    expect(readdirSync(cache)).toEqual([]);
  });

  it("is refused when the end of the file is missing", async () => {
    const whole = archive("pulumi/pulumi", "the CLI");
    served[PATH] = whole.subarray(0, -1);
    await expect(get(digestOf("sha256", whole))).rejects.toThrow(REFUSED);
    expect(readdirSync(cache)).toEqual([]);
  });

  it("is not built instead when another file is served, but when there is none", async () => {
    served["/other"] = archive("pulumi/pulumi", "something else");
    const made: string[] = [];
    const from = (path: string) =>
      obtain(folder, {}, [
        [`fetching ${path}`, (target) => fetchPulumi(target, url + path, "sha256-x")],
        ["building", async () => void made.push(path)],
      ]);
    await expect(from("/other")).rejects.toThrow(DigestError);
    await from("/none");
    expect(made).toEqual(["/none"]);
  });

  it("that does not exist is an error with its address", async () => {
    await expect(get("sha256-x")).rejects.toThrow(`${url}${PATH}: HTTP 404`);
    expect(readdirSync(cache)).toEqual([]);
  });
});

describe("Node", () => {
  /** A registry whose package has this archive, with an integrity that agrees: npm itself has nothing to object. */
  const publish = (content: Buffer): void => {
    const dist = { tarball: `${url}/node.tgz`, integrity: digestOf("sha512", content) };
    const versions = { "1.0.0": { name: "node-of-a-test", version: "1.0.0", dist } };
    served["/node.tgz"] = content;
    served["/node-of-a-test"] = Buffer.from(
      JSON.stringify({ name: "node-of-a-test", "dist-tags": { latest: "1.0.0" }, versions }),
    );
  };
  const get = async (digest: string): Promise<string> => {
    const settings = { npm_config_registry: url, npm_config_cache: join(folder, "npm"), NO_PROXY: "127.0.0.1" };
    const before = Object.keys(settings).map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, settings);
    try {
      return await cached(
        "node",
        (target) => fetchNode(target, { name: "node-of-a-test", version: "1.0.0", digest }),
        () => undefined,
      );
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  };

  it("is kept when it is what is pinned", async () => {
    const good = archive("package/bin/node", "the Node");
    publish(good);
    expect(readFileSync(join(await get(digestOf("sha512", good)), "bin/node"), "utf8")).toBe("the Node");
  });

  it("is refused when the registry has another package under its name: nothing is kept", async () => {
    const pinned = digestOf("sha512", archive("package/bin/node", "the Node"));
    publish(archive("package/bin/node", "something else"));
    const refused = await get(pinned).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DigestError);
    expect((refused as Error).message).toMatch(REFUSED);
    expect((refused as Error).message).toContain("the npm package node-of-a-test@1.0.0");
    expect(readdirSync(cache)).toEqual([]);
  });
});
