/**
 * `node tools/local/fixture-state.ts`: writes the state that this version creates for the sample catalogue to
 * test/fixtures/<version>. Later versions must find no changes in it (test/e2e/fixture-state.test.ts).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fynnSandbox } from "../../sandboxes/fynn/sandbox.ts";
import { polarSandbox } from "../../sandboxes/polar/sandbox.ts";
import { sequenceSandbox } from "../../sandboxes/sequence/sandbox.ts";
import { ROOT } from "./repository.ts";
import { ARCHIVING_EDITS, archive, SAMPLE_VALUES, sampleFiles } from "./sample.ts";
import { Stack } from "./stack.ts";

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
const folder = join(ROOT, "test/fixtures", version);
if (existsSync(folder)) throw new Error(`${folder} exists already; a released state must not be changed`);

const vendors = {
  sequence: await sequenceSandbox().start(49_101),
  fynn: await fynnSandbox().start(49_102),
  polar: await polarSandbox().start(49_103),
};
const accounts = Object.fromEntries(Object.entries(vendors).map(([name, { url }]) => [name, { baseUrl: url }]));
const files = ARCHIVING_EDITS.reduce(archive, sampleFiles());
const stack = await Stack.create({
  catalogue: sampleFiles(),
  config: { accounts, values: SAMPLE_VALUES },
  environment: {
    SEQUENCE_CLIENT_ID: "sandbox-client",
    SEQUENCE_CLIENT_SECRET: "sandbox-secret",
    FYNN_API_KEY: "sandbox-key",
    POLAR_ACCESS_TOKEN: "sandbox-token",
  },
});
try {
  await stack.upOk();
  stack.write(files);
  await stack.upOk();
  const { stdout } = await stack.ok("stack", "export", "--stack", stack.name);
  mkdirSync(join(folder, "catalogue"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "catalogue", name), text);
  // Paths of this machine are left out.
  const state: unknown = JSON.parse(stdout, (key, value: unknown) =>
    key === "sourcePosition" || key === "stackTrace" ? undefined : value,
  );
  writeFileSync(join(folder, "state.json"), `${JSON.stringify(state, null, 2)}\n`);
  writeFileSync(join(folder, "config.json"), `${JSON.stringify({ accounts, values: SAMPLE_VALUES }, null, 2)}\n`);
} finally {
  stack.remove();
  await Promise.all(Object.values(vendors).map((vendor) => vendor.close()));
}
