/** The configuration of the running stack, as the program reads it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConfigError } from "../../provider/accounts/config.js";
import { readStackConfig } from "../../provider/pulumi/stack-config.js";
import { registry } from "../../provider/vendors/registry.js";

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "stack-config-"));
  vi.spyOn(process, "cwd").mockReturnValue(folder);
  await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }, "billing", "dev");
});
afterEach(() => {
  vi.restoreAllMocks();
  pulumi.runtime.setAllConfig({});
  rmSync(folder, { recursive: true });
});

describe("a stack's configuration", () => {
  it("with a setting that the catalogue does not have is refused before anything is read", () => {
    pulumi.runtime.setAllConfig({ "catalogue:valuez": "{}", "billing:own": "1" });
    expect(() => readStackConfig(registry)).toThrow(ConfigError);
    expect(() => readStackConfig(registry)).toThrow(
      /catalogue:valuez is not a setting.*\n.*did you mean `catalogue:values`\?/,
    );
    pulumi.runtime.setAllConfig({ "catalogue:values": '{"a":"b"}', "billing:own": "1" });
    expect(readStackConfig(registry).values).toEqual({ a: "b" });
  });

  it("with credentials in plain text in a file of stackConfigDir is refused", () => {
    writeFileSync(join(folder, "Pulumi.yaml"), "name: billing\nstackConfigDir: stacks\n");
    mkdirSync(join(folder, "stacks"));
    const file =
      "config:\n  catalogue:credentials:\n    polar: { accessToken: { secure: x } }\n    fynn: { apiKey: plain }\n";
    writeFileSync(join(folder, "stacks/Pulumi.dev.yaml"), file);
    expect(() => readStackConfig(registry)).toThrow(
      /catalogue:credentials\.fynn\.apiKey is in the stack's configuration in plain text/,
    );
  });
});
