/**
 * `npm start`: a demonstration on this machine. The real engine applies the sample catalogue to in-memory vendors, then
 * an edit that archives one object of each kind and changes prices. It fails if anything is not as announced.
 * It ends with the review of the edit, which is also written to review.html.
 */

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { styleText } from "node:util";
import type { Review } from "../../dist/provider/review.js";
import { fynnSandbox } from "../../sandboxes/fynn/sandbox.ts";
import { polarSandbox } from "../../sandboxes/polar/sandbox.ts";
import { sequenceSandbox } from "../../sandboxes/sequence/sandbox.ts";
import { ROOT } from "../local/repository.ts";
import { ARCHIVING_EDITS, archive, changePrice, PRICE_EDITS, SAMPLE_VALUES, sampleFiles } from "../local/sample.ts";
import { Stack } from "../local/stack.ts";

let steps = 0;
const announce = (text: string): void => {
  steps += 1;
  console.log(styleText("bold", `\n${steps}. ${text}`));
};
const show = (text: string): void => console.log(text.replace(/^/gm, "   ").trimEnd());
const expectThat = (condition: boolean, what: string): void => {
  if (!condition) throw new Error(`not as announced: ${what}`);
};

const sorted = (texts: readonly string[]): string => JSON.stringify([...texts].sort());

const vendors = { sequence: sequenceSandbox(), fynn: fynnSandbox(), polar: polarSandbox() };
const all = Object.values(vendors);
let stack: Stack | undefined;
process.once("SIGINT", () => {
  stack?.remove();
  process.exit(130);
});

try {
  announce("Start the three vendors in memory, on free ports of this machine.");
  for (const [name, vendor] of Object.entries(vendors)) show(`${name}: ${(await vendor.start()).url}`);

  announce(
    "Copy this repository to a temporary folder, and create a stack of its Pulumi project with sandbox credentials.",
  );
  stack = await Stack.create({
    config: {
      accounts: Object.fromEntries(Object.entries(vendors).map(([name, { url }]) => [name, { baseUrl: url }])),
      values: SAMPLE_VALUES,
    },
    environment: {
      SEQUENCE_CLIENT_ID: "sandbox-client",
      SEQUENCE_CLIENT_SECRET: "sandbox-secret",
      FYNN_API_KEY: "sandbox-key",
      POLAR_ACCESS_TOKEN: "sandbox-token",
    },
  });
  show(stack.folder);

  announce("pulumi up: every entry becomes one object at its vendor.");
  show((await stack.upOk()).text);
  const ids = await stack.ids();
  const entries = Object.keys(ids).length;
  const creates = all
    .flatMap(({ writes }) => writes)
    .filter((write) => write.startsWith("POST") && !write.endsWith("/archive"));
  expectThat(creates.length === entries, `${entries} entries and ${creates.length} creating requests`);

  announce("Edit the catalogue: `archived: true` on one object of each kind, and four prices.");
  const edited = PRICE_EDITS.reduce(changePrice, ARCHIVING_EDITS.reduce(archive, sampleFiles()));
  for (const { kind, address, file } of ARCHIVING_EDITS) show(`${file}: ${address} (${kind})\n+ archived: true`);
  for (const { file, before, after } of PRICE_EDITS) show(`${file}:\n- ${before.trim()}\n+ ${after.trim()}`);
  stack.write(edited);
  for (const vendor of all) vendor.clear();

  announce("pulumi preview --diff: what the engine shows. Nothing is sent.");
  const preview = await stack.ok("preview", "--diff", "--stack", stack.name);
  show(preview.text);
  const archived = preview.text.match(/~ archived: false => true/g)?.length ?? 0;
  expectThat(archived === ARCHIVING_EDITS.length, `${archived} announced archives`);

  announce("catalogue review: the same preview for people, as text, as a web page and as data. Nothing is sent.");
  const page = join(ROOT, "review.html");
  const written = await stack.catalogue("review", "--stack", stack.name, "--output", page);
  expectThat(written.code === 2 || written.code === 3, `the review ended with ${written.code}: ${written.text}`);
  const json = await stack.catalogue("review", "--stack", stack.name, "--format", "json");
  const review = JSON.parse(json.stdout) as Review;
  show(`${review.changes.length} changes`);
  expectThat(
    review.changes.length === ARCHIVING_EDITS.length + PRICE_EDITS.length,
    `${review.changes.length} changes in the review`,
  );
  expectThat(
    all.every(({ requests }) => requests.length === 0),
    "a preview sent requests",
  );

  announce("pulumi up: sends the requests of the review, and the reads that they need or that confirm them.");
  show((await stack.upOk()).text);

  announce("All requests that the vendors received:");
  const made = Object.entries(vendors).flatMap(([vendor, { exchanges }]) =>
    exchanges.map(({ request: { method, path, body }, reply }) => ({
      vendor,
      request: `${method} ${path}`,
      body: body === undefined ? "" : JSON.stringify(body),
      status: reply.status,
    })),
  );
  for (const { vendor, request, body, status } of made) show(`${vendor.padEnd(8)} ${request} ${body} → ${status}`);
  // An empty PATCH reads what Polar's primary database has.
  const writes = made.filter(({ request, body }) => !request.startsWith("GET ") && body !== "{}");
  const announced = review.changes.flatMap(({ requests }) => requests ?? []);
  expectThat(
    sorted(writes.map(({ request }) => request)) === sorted(announced.map(({ method, path }) => `${method} ${path}`)),
    "the writes are not those of the review",
  );

  announce("The objects in the stack's state:");
  const rows = (await stack.state()).sort((a, b) => (a.name < b.name ? -1 : 1));
  console.table(
    Object.fromEntries(
      rows.map(({ name, type, id, outputs }) => [name, { kind: type, id, archived: outputs["archived"] }]),
    ),
  );
  const closed = rows.filter(({ outputs }) => outputs["archived"] === true).map(({ name }) => name);
  expectThat(
    ARCHIVING_EDITS.every(({ address }) => closed.includes(address)),
    "an object is not archived",
  );

  announce("pulumi preview: nothing is left to do.");
  const left = await stack.steps();
  expectThat(left.length === 0, `${left.length} steps are left`);
  show("unchanged");

  announce(`The review of the edit, as a web page: ${pathToFileURL(page)}`);
  console.log(written.stdout);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  announce("Clean up: stop the vendors, remove the temporary folder.");
  stack?.remove();
  await Promise.all(all.map((vendor) => vendor.close()));
}
