import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plainStackFile } from "../../provider/pulumi/plain-stack-file.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plain-stack-file-"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: catalogue\nruntime: nodejs\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

const plain = (text: string): string => {
  writeFileSync(join(folder, "Pulumi.dev.yaml"), text);
  return plainStackFile(folder, "acme/catalogue/dev", "v1:new");
};

describe("the stack's file without its secrets", () => {
  it("has plain values as they are written, and nothing that is encrypted or decrypts", () => {
    const text = plain(`secretsprovider: awskms://alias/x
encryptedkey: KEY
encryptionsalt: v1:old
config:
  catalogue:credentials:
    polar: { accessToken: { secure: TOKEN } }
  catalogue:values:
    price: 1.10
    big: 12345678901234567890
    quoted: "0.50"
    yes: true
  app:token: { secure: OTHER }
  app:list:
    - { secure: ITEM }
    - kept
`);
    expect(text).toBe(`encryptionsalt: v1:new
config:
  catalogue:values:
    price: 1.10
    big: 12345678901234567890
    quoted: "0.50"
    yes: true
  app:token: "[secret]"
  app:list:
    - "[secret]"
    - kept
`);
  });

  it("is a file without configuration where there is none, and where it is empty", () => {
    expect(plainStackFile(folder, "dev", "v1:new")).toBe("encryptionsalt: v1:new\n");
    expect(plain("")).toBe("encryptionsalt: v1:new\n");
  });

  it.each([
    ["config: { catalogue:accounts: { polar: { baseUrl: { secure: X } } } }", /catalogue:accounts .*secret value/],
    ["environment: [prod]", /imports an environment of Pulumi ESC/],
    ["config: [", /is not valid YAML/],
  ])("refuses %s, and says what to do", (text, message) => {
    expect(() => plain(text)).toThrow(message);
    expect(() => plain(text)).toThrow("\n  what to do: ");
  });
});
