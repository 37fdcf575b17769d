import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cached } from "../../tools/toolchain/cache.mjs";
import { unpack } from "../../tools/toolchain/digest.mjs";
import { fetchNode } from "../../tools/toolchain/node.mjs";
import { postgresFolder } from "../../tools/toolchain/postgres.mjs";
import { s3Server } from "../../tools/toolchain/s3.mjs";
import { atLeast, ToolchainError } from "../../tools/toolchain/steps.mjs";

const RUN = fileURLToPath(new URL("../../tools/toolchain/run.mjs", import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "toolchain-"));
  process.env["BILLING_CATALOGUE_CACHE"] = folder;
});
afterEach(() => {
  delete process.env["BILLING_CATALOGUE_CACHE"];
  rmSync(folder, { recursive: true, force: true });
});

describe("the cache", () => {
  it("makes a thing once, whole or not at all", async () => {
    let made = 0;
    const make = async (target: string): Promise<void> => {
      made += 1;
      writeFileSync(join(target, "tool"), "x");
    };
    const path = await cached("tool-1", make, () => undefined);
    expect(await cached("tool-1", make, () => undefined)).toBe(path);
    expect(made).toBe(1);
    await expect(
      cached(
        "tool-2",
        async (target) => {
          writeFileSync(join(target, "half"), "x");
          throw new Error("broke");
        },
        () => undefined,
      ),
    ).rejects.toThrow("broke");
    expect(readdirSync(folder)).toEqual(["tool-1"]);
  });

  it("two that start at once: one works, the other waits for it", async () => {
    let made = 0;
    const said: string[] = [];
    const make = async (): Promise<void> => {
      made += 1;
      await new Promise((resolve) => setTimeout(resolve, 700));
    };
    const both = await Promise.all([
      cached("tool", make, (text) => said.push(text)),
      cached("tool", make, (text) => said.push(text)),
    ]);
    expect(both[0]).toBe(both[1]);
    expect(made).toBe(1);
    expect(said).toEqual(["another run is making it; waiting for that run"]);
  });

  it("a lock that nobody holds any more is taken", async () => {
    const lock = join(folder, "tool.lock");
    mkdirSync(lock);
    const old = new Date(Date.now() - 3_600_000);
    utimesSync(lock, old, old);
    expect(
      existsSync(
        await cached(
          "tool",
          async () => undefined,
          () => undefined,
        ),
      ),
    ).toBe(true);
    const dead = join(folder, "other.lock");
    mkdirSync(dead);
    writeFileSync(join(dead, "pid"), "999999999");
    expect(
      existsSync(
        await cached(
          "other",
          async () => undefined,
          () => undefined,
        ),
      ),
    ).toBe(true);
  });
});

describe("what is fetched", () => {
  /** An archive that holds package/bin/node with this content. */
  const archiveOf = (content: string): { path: string; digest: string } => {
    const made = mkdtempSync(join(folder, "archive-"));
    mkdirSync(join(made, "package/bin"), { recursive: true });
    writeFileSync(join(made, "package/bin/node"), content);
    const path = join(made, "node-1.0.0.tgz");
    execFileSync("tar", ["czf", path, "-C", made, "package"]);
    return { path, digest: `sha512-${createHash("sha512").update(readFileSync(path)).digest("base64")}` };
  };

  it("is unpacked when its digest is the expected one, and refused and removed otherwise", async () => {
    const { path, digest } = archiveOf("good");
    const copy = join(folder, "copy.tgz");
    copyFileSync(path, copy);
    await expect(unpack(copy, digest.replace(/.{4}==$/, "AAAA=="), folder, "the copy")).rejects.toThrow(
      /^the copy is not the expected file, and was removed: its digest is .+\n {2}what to do: /,
    );
    expect(readdirSync(folder)).not.toContain("copy.tgz");
    expect(existsSync(join(folder, "package"))).toBe(false);
    await unpack(path, digest, folder, "the archive");
    expect(readFileSync(join(folder, "package/bin/node"), "utf8")).toBe("good");
  });

  it("a Node that is not the pinned one is not run", async () => {
    const { path, digest } = archiveOf("pinned");
    const other = archiveOf("tampered with");
    const bin = mkdtempSync(join(folder, "bin-"));
    const fakeNpm = (archive: string): void =>
      writeFileSync(join(bin, "npm"), `#!/bin/sh\ncp ${archive} "$4/node-1.0.0.tgz"\n`, { mode: 0o755 });
    const before = process.env["PATH"];
    process.env["PATH"] = [bin, before].join(delimiter);
    try {
      const wanted = { name: "node", version: "1.0.0", digest };
      fakeNpm(other.path);
      await expect(fetchNode(bin, wanted)).rejects.toThrow("is not the expected file");
      expect(existsSync(join(bin, "bin"))).toBe(false);
      fakeNpm(path);
      await fetchNode(bin, wanted);
      expect(readFileSync(join(bin, "bin/node"), "utf8")).toBe("pinned");
    } finally {
      process.env["PATH"] = before;
    }
  });

  it("has one version and one digest for each platform", () => {
    const read = (name: string): string =>
      readFileSync(new URL(`../../tools/toolchain/${name}`, import.meta.url), "utf8");
    expect(read("node.mjs").match(/version: "24\.[0-9]+\.[0-9]+"/g)).toHaveLength(4);
    expect(read("node.mjs").match(/digest: "sha512-[A-Za-z0-9+/]{86}=="/g)).toHaveLength(4);
    expect(read("postgres.mjs").match(/"sha512-[A-Za-z0-9+/]{86}=="/g)).toHaveLength(4);
    expect(read("pulumi.mjs").match(/"sha256-[A-Za-z0-9+/]{43}="/g)).toHaveLength(4);
  });
});

describe("versions", () => {
  it.each([
    ["v3.254.0", [3, 254], true],
    ["3.253.9", [3, 254], false],
    ["v4.0.0", [3, 254], true],
    ["go1.26.8", [1, 26], true],
    ["go1.9", [1, 26], false],
    ["22.19.0", [22, 19], true],
    ["20.20.2", [22, 19], false],
    [undefined, [1], false],
    ["nonsense", [1], false],
  ] as const)("%s at least %j: %s", (version, wanted, expected) => {
    expect(atLeast(version, wanted)).toBe(expected);
  });
});

describe("run", () => {
  const run = (path: string, command: readonly string[]): Promise<{ code: number | null; text: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [RUN, ...command], {
        env: { PATH: path, HOME: folder, BILLING_CATALOGUE_CACHE: folder, BILLING_CATALOGUE_NO_DOWNLOAD: "1" },
      });
      let text = "";
      child.stdout.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      child.stderr.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      child.once("close", (code) => resolve({ code, text }));
    });

  /** A folder with a command that prints a version. */
  const fake = (name: string, output: string): string => {
    const bin = mkdtempSync(join(folder, "bin-"));
    writeFileSync(join(bin, name), `#!/bin/sh\necho ${output}\n`, { mode: 0o755 });
    return bin;
  };
  const system = ["/bin", "/usr/bin", dirname(process.execPath)].join(delimiter);

  it("people with a current Node and CLI pay nothing and read nothing", async () => {
    const { code, text } = await run([fake("pulumi", "v3.300.0"), system].join(delimiter), ["node", "-p", "1+1"]);
    expect(text).toBe("2\n");
    expect(code).toBe(0);
  });

  it("hands on the command's exit code", async () => {
    const { code } = await run([fake("pulumi", "v3.300.0"), system].join(delimiter), ["node", "-e", "process.exit(7)"]);
    expect(code).toBe(7);
  });

  it("without a CLI, a download or Go: an error that says what to install, and no stack", async () => {
    const { code, text } = await run(
      [fake("pulumi", "v3.10.0"), fake("go", "go1.20"), "/bin", dirname(process.execPath)].join(delimiter),
      ["node", "-v"],
    );
    expect(code).toBe(1);
    // A download that is refused is said at once, also where the CLI can be built instead.
    expect(text).toContain("fetching the Pulumi CLI 3.259.0: not possible here (BILLING_CATALOGUE_NO_DOWNLOAD is set)");
    expect(text).toContain("there is no Pulumi CLI 3.254 or newer");
    expect(text).toMatch(/go1\.20 is too old to build it|there is no Go to build it/);
    expect(text).toContain("what to do: install it (https://www.pulumi.com/docs/install/)");
    expect(text).not.toMatch(/^\s+at .*:[0-9]+/m);
  });
});

describe("the servers of the tests", () => {
  const without = async (get: () => Promise<string>): Promise<unknown> => {
    const before = process.env["PATH"];
    process.env["PATH"] = folder;
    try {
      return await get().catch((error: unknown) => error);
    } finally {
      process.env["PATH"] = before;
    }
  };

  it("without Go or npm: an error that says what to do, and nothing is left in the cache", async () => {
    const s3 = await without(s3Server);
    expect(s3).toBeInstanceOf(ToolchainError);
    expect((s3 as Error).message).toMatch(/there is no Go to build it\n {2}what to do: install Go 1\.26 or newer/);
    const postgres = await without(postgresFolder);
    expect(postgres).toBeInstanceOf(ToolchainError);
    expect((postgres as Error).message).toMatch(/could not be fetched: .*npm.*\n {2}what to do: make sure that npm/);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("the wrapper modules", () => {
  it("pin the versions that the tool names", () => {
    const read = (name: string): string =>
      readFileSync(new URL(`../../tools/toolchain/${name}`, import.meta.url), "utf8");
    expect(read("cli/go.mod")).toContain(`pkg/v3 v${/const VERSION = "([^"]+)"/.exec(read("pulumi.mjs"))?.[1]}`);
    expect(read("language-host/go.mod")).toContain(
      `sdk/v3 v${/LANGUAGE_HOST_VERSION = "([^"]+)"/.exec(read("pulumi.mjs"))?.[1]}`,
    );
    expect(read("s3/go.mod")).toContain(`versitygw v${/const VERSION = "([^"]+)"/.exec(read("s3.mjs"))?.[1]}`);
  });
});
