/**
 * Three stacks that declare the same objects: with this package, with the least that the engine needs, and in the way
 * that Pulumi's documentation shows.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readConfig } from "../../dist/provider/accounts/config.js";
import { checkCatalogue } from "../../dist/provider/catalogue/load.js";
import { declareAll } from "../../dist/provider/pulumi/declare.js";
import { registry } from "../../dist/provider/vendors/registry.js";
import type { Sandbox } from "../../sandboxes/sandbox.ts";
import { sequenceSandbox } from "../../sandboxes/sequence/sandbox.ts";
import { Stack } from "../local/stack.ts";

/**
 * `ours`: this package. `floor`: the same resources with the same inputs, and a provider that does nothing.
 * `usual`: `pulumi.dynamic.Resource` with serialised functions that call the vendor.
 */
export const VARIANTS = ["ours", "floor", "usual"] as const;
export type Variant = (typeof VARIANTS)[number];

export type Files = Readonly<Record<string, string>>;

/** A stack of a variant, with a sandbox of its own. */
export interface Subject {
  readonly variant: Variant;
  readonly stack: Stack;
  readonly sandbox: Sandbox;
  /** Replaces what the stack declares. */
  readonly declare: (catalogue: Files) => void;
  readonly close: () => Promise<void>;
}

/** The other variants know no limit either. The part "rate-limit" measures with one. */
const NO_RATE_LIMIT = { perMinute: 0 };
const CREDENTIALS = { SEQUENCE_CLIENT_ID: "sandbox-client", SEQUENCE_CLIENT_SECRET: "sandbox-secret" };
const PROGRAMS = fileURLToPath(new URL("programs", import.meta.url));

const open = new Set<Subject>();

/** Removes the stacks of an interrupted run. */
export const closeAll = async (): Promise<void> => {
  for (const each of open) await each.close();
};

/** `environment` is that of every command of the stack. */
export async function subject(
  variant: Variant,
  catalogue: Files,
  environment: Readonly<Record<string, string>>,
): Promise<Subject> {
  const sandbox = await sequenceSandbox().start();
  const stack = await Stack.create({
    catalogue: {},
    config: variant === "ours" ? { accounts: { sequence: { baseUrl: sandbox.url, limits: NO_RATE_LIMIT } } } : {},
    environment: {
      ...environment,
      ...CREDENTIALS,
      BENCH_URL: sandbox.url,
      BENCH_AUTHORIZATION: `Basic ${Buffer.from(Object.values(CREDENTIALS).join(":")).toString("base64")}`,
    },
  });
  if (variant !== "ours") program(stack, variant);
  const declare = (files: Files): void => {
    if (variant === "ours") stack.write(files);
    else writeFileSync(join(stack.folder, "resources.json"), JSON.stringify(declarations(files)));
  };
  declare(catalogue);
  const close = async (): Promise<void> => {
    open.delete(made);
    stack.remove();
    await sandbox.close();
  };
  const made = { variant, stack, sandbox, declare, close };
  open.add(made);
  return made;
}

/** Replaces the program of the stack, and for the floor the package. */
function program({ folder }: Stack, variant: "floor" | "usual"): void {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "a-stack", private: true }));
  writeFileSync(join(folder, "index.js"), readFileSync(join(PROGRAMS, `${variant}.cjs`)));
  const modules = join(folder, "node_modules/billing-catalogue");
  rmSync(modules);
  if (variant === "usual") return;
  mkdirSync(modules);
  copyFileSync(join(PROGRAMS, "floor-provider.cjs"), join(modules, "dynamic.cjs"));
  const exports = { "./dynamic": "./dynamic.cjs" };
  writeFileSync(join(modules, "package.json"), JSON.stringify({ name: "billing-catalogue", exports }));
}

/** What this package hands to the engine for a catalogue. */
function declarations(files: Files): object[] {
  const sources = Object.entries(files).map(([name, text]) => ({ name, text }));
  const { entries, problems } = checkCatalogue(sources, { registry, values: {} });
  if (problems.length > 0) throw new Error(JSON.stringify(problems[0]));
  return declareAll(entries, readConfig({}, registry), "catalogue/dev").map(({ kind, address, inputs, parent }) => ({
    kind,
    address,
    inputs,
    parent,
  }));
}
