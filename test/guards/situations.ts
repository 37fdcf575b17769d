/**
 * Situations that neither the law nor the scenarios of faults contain: each says which damage a build of the provider
 * has done in it. A build that does something else than expected, but no damage, throws.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { vi } from "vitest";
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import type { undiciTransport as Undici } from "../../provider/http/transport.js";
import type { readStackConfig as Read } from "../../provider/pulumi/stack-config.js";
import { registry } from "../../provider/vendors/registry.js";
import type { PolarSandbox } from "../../sandboxes/polar/sandbox.ts";
import type { Result } from "../engine/engine.js";
import { FastClock } from "../support/fast-clock.js";
import { fileOf, fixtureOf, fixtures, liveOf, sandboxOf, type VendorFixture, worldOf } from "../support/vendors.js";
import type { Files, World } from "../support/world.js";
import {
  archivedAndHidden,
  differsInWhatIsFixed,
  heldByAnotherEntry,
  markedByAnotherStack,
  previewShowsMore,
} from "./adoptions.js";
import type { Build } from "./builds.js";
import type { Situation } from "./situation.js";

const HOUR = 3_600_000;
const polar = fixtureOf("polar");
const files = (fixture: VendorFixture, ...keys: string[]): Files =>
  fileOf(fixture, Object.fromEntries(keys.map((key) => [key, fixture.product.fields(key)])));

function mustWork({ errors }: Result): void {
  if (errors.length > 0) throw new Error(errors.join("\n"));
}

/** A run that did no damage must say why it refuses. */
function mustRefuse({ errors }: Result, because: RegExp): void {
  if (!because.test(errors.join("\n"))) throw new Error(`refused, but not because ${because}: ${errors.join("\n")}`);
}

/** The first damage that is found at one of the vendors. */
const atEach =
  (vendors: readonly VendorFixture[], damage: (build: Build, fixture: VendorFixture) => Promise<string | undefined>) =>
  async (build: Build): Promise<string | undefined> => {
    for (const fixture of vendors) {
      const found = await damage(build, fixture);
      if (found !== undefined) return `${fixture.name}: ${found}`;
    }
    return undefined;
  };

/** A new entry, with the token of another organization than that of the stack's objects. */
const newEntryElsewhere =
  (isLeft: (sandbox: PolarSandbox) => boolean, isOrganizationReadable: boolean): Situation =>
  async ({ process }) => {
    const world = worldOf(polar, { process, switches: { organizationsReadable: isOrganizationReadable } });
    const sandbox = sandboxOf(polar, world) as PolarSandbox;
    // The answer to a read of the organization is not in the document that exchanges are compared with.
    sandbox.onExchange = undefined;
    mustWork(await world.up(files(polar, "old")));
    world.environment["POLAR_ACCESS_TOKEN"] = "sandbox-other-token";
    const result = await world.up(files(polar, "old", "new"));
    if (isLeft(sandbox)) return "a product was created in another organization";
    mustRefuse(result, /the account's objects belong to/);
    return undefined;
  };

const other = ({ other: { products } }: PolarSandbox): JsonObject[] => products.all();

/** An object that was there before changes hands, and its entry is then removed. */
const removedAfter =
  (change: (world: World, id: string) => void, because: RegExp): Situation =>
  async ({ process }) => {
    const world = worldOf(polar, { process });
    mustWork(await world.up(files(polar, "a", "b")));
    const id = world.ids["polar/a"] ?? "";
    change(world, id);
    const result = await world.up(files(polar, "b"));
    if (liveOf(polar, world).some((product) => product.id === id && product.archived))
      return "somebody else's product was archived";
    mustRefuse(result, because);
    return undefined;
  };

const markedBy = (owner: string) => (world: World, id: string) => {
  const marker = registry.kind("polar:Product")?.kind.marker;
  const product = liveOf(polar, world).find((each) => each.id === id);
  if (!marker || !product) throw new Error("no marked product");
  const marks = product.body[marker.field] as JsonObject;
  polar.edit(sandboxOf(polar, world), id, { [marker.field]: { ...marks, [marker.ownerKey]: owner } });
};

/** Where no mark can be kept, another stack has made an equal object long ago. */
const equalObjectOfLongAgo = atEach([fixtureOf("sequence"), fixtureOf("fynn")], async ({ process }, fixture) => {
  const first = worldOf(fixture, { owner: "catalogue/first" });
  mustWork(await first.up(files(fixture, "a")));
  first.clock.advance(25 * HOUR);
  const second = worldOf(fixture, { beside: first, owner: "catalogue/second", process });
  const result = await second.up(files(fixture, "a"));
  if (Object.keys(second.ids).length > 0) return "somebody else's product was taken without being asked for";
  mustRefuse(result, /too old to have just been created by this stack/);
  return undefined;
});

/** The vendor accepts an update and changes nothing. */
const updateWithoutEffect = atEach(fixtures, async ({ process }, fixture) => {
  const { product } = fixture;
  const world = worldOf(fixture, { process });
  mustWork(await world.up(files(fixture, "a")));
  const before = liveOf(fixture, world)[0];
  if (!before) throw new Error("nothing was created");
  answerInstead(world, product.requests.update(before.id), enveloped(fixture, before.body));
  const result = await world.up(fileOf(fixture, { a: { ...product.fields("a"), ...product.update(2) } }));
  if (result.ok) return "an update without effect passed for done";
  mustRefuse(result, /the vendor accepted the call, but the response shows another value/);
  return undefined;
});

/** The vendor accepts an archive call and archives nothing. */
const archiveWithoutEffect = atEach([fixtureOf("fynn"), polar, fixtureOf("toy")], async ({ process }, fixture) => {
  const world = worldOf(fixture, { process });
  mustWork(await world.up(files(fixture, "a", "b")));
  const before = liveOf(fixture, world).find(({ id }) => id === world.ids[`${fixture.name}/a`]);
  if (!before) throw new Error("nothing was created");
  answerInstead(world, fixture.product.requests.archive(before.id), enveloped(fixture, before.body));
  const a = { ...fixture.product.fields("a"), archived: true };
  const result = await world.up(fileOf(fixture, { a, b: fixture.product.fields("b") }));
  if (result.ok) return "an archive call without effect passed for done";
  mustRefuse(result, /the vendor accepted the call, but the \w+ is still active/);
  return undefined;
});

/** A refresh is answered with an object in which a member has another type. */
const strangeMember = atEach([fixtureOf("sequence")], async ({ process }, fixture) => {
  const world = worldOf(fixture, { process });
  mustWork(await world.up(files(fixture, "a")));
  const before = liveOf(fixture, world)[0];
  if (!before) throw new Error("nothing was created");
  answerInstead(world, "GET /products", { items: [{ ...before.body, name: 5 }], pagination: {} });
  const result = await world.engine.refresh();
  if (result.ok) return "an answer of another form became state";
  mustRefuse(result, /name has an unexpected form/);
  return undefined;
});

/** A single object as the vendor wraps it. */
function enveloped({ name, registry: known }: VendorFixture, body: JsonObject): JsonObject {
  const envelope = known.vendor(name)?.envelope;
  return envelope ? { [envelope.member]: body } : body;
}

/** "PATCH /things/1" is answered with this body, and the vendor does nothing. */
function answerInstead(world: World, request: string, body: Json): void {
  const reply = { status: 200, headers: { "content-type": "application/json" }, text: JSON.stringify(body) };
  world.network.fault = ({ method, path }) =>
    `${method} ${path.split("?")[0]}` === request ? { kind: "reply", when: "before", reply } : undefined;
}

/** The account's host answers every request with a redirect to another server. */
const redirected = atEach(fixtures, async ({ process, load }, fixture) => {
  const { undiciTransport } = await load<{ undiciTransport: typeof Undici }>("http/transport.js");
  const asked: string[] = [];
  const elsewhere = await serve(({ method, headers }) => {
    asked.push(`${method} with ${Object.keys(headers).join()}`);
    return {};
  });
  const host = await serve(() => ({ location: `${urlOf(elsewhere)}/collect` }));
  const limits = { requestSeconds: 600, operationSeconds: 3_600, searchSeconds: 1 };
  const world = worldOf(fixture, {
    process,
    clock: new FastClock(),
    account: { baseUrl: urlOf(host), limits },
    wire: () => undiciTransport(new URL(urlOf(host)), { ...limits, ...REST }),
  });
  const result = await world.up(files(fixture, "a"));
  for (const server of [host, elsewhere]) server.close();
  if (asked.length > 0) return `a request followed a redirect: ${asked[0]}`;
  mustRefuse(result, /a redirect to http/);
  return undefined;
});

const REST = { concurrent: 8, perMinute: 0, maxRetryAfterSeconds: 120 };

/** Answers each request with a redirect where it is told a location, else with an empty object. */
async function serve(answer: (request: IncomingMessage) => { location?: string }): Promise<Server> {
  const server = createServer((request, response) => {
    const headers = answer(request);
    request.resume();
    response.writeHead(headers.location === undefined ? 200 : 307, { ...headers, connection: "close" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** A program whose stack has such a configuration and such a file. */
const configured =
  (config: Readonly<Record<string, string>>, secret: readonly string[], file: string): Situation =>
  async ({ load }) => {
    const { readStackConfig } = await load<{ readStackConfig: typeof Read }>("pulumi/stack-config.js");
    const folder = mkdtempSync(join(tmpdir(), "guards-"));
    const cwd = vi.spyOn(process, "cwd").mockReturnValue(folder);
    try {
      writeFileSync(join(folder, "Pulumi.yaml"), "name: billing\n");
      writeFileSync(join(folder, "Pulumi.dev.yaml"), file);
      await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }, "billing", "dev");
      pulumi.runtime.setAllConfig({ ...config }, [...secret]);
      readStackConfig(registry);
      return "credentials in plain text were accepted";
    } catch (error) {
      if (!(error instanceof Error && error.message.includes("in plain text"))) throw error;
      return undefined;
    } finally {
      pulumi.runtime.setAllConfig({});
      cwd.mockRestore();
      rmSync(folder, { recursive: true });
    }
  };

const CREDENTIALS = "catalogue:credentials";
const MIXED = `config:\n  ${CREDENTIALS}:\n    polar: { accessToken: { secure: x } }\n    fynn: { apiKey: plain }\n`;

/** An entry whose object is archived only if nobody has it, and somebody has. */
const somebodySubscribed = atEach([polar, fixtureOf("sequence")], async ({ process }, fixture) => {
  const world = worldOf(fixture, { process });
  const guard = { lifecycle: { archiveOnlyIf: { subscribers: 0 } } };
  const guarded = (more: JsonObject): Files =>
    fileOf(fixture, { a: { ...fixture.product.fields("a"), ...guard, ...more } });
  mustWork(await world.up(guarded({})));
  fixture.subscribe(sandboxOf(fixture, world), world.ids[`${fixture.name}/a`] ?? "");
  const result = await world.up(guarded({ archived: true }));
  if (liveOf(fixture, world).some(({ archived }) => archived)) return "an object with a subscriber was archived";
  mustRefuse(result, /its number of .* is 1 /);
  return undefined;
});

export const SITUATIONS = {
  "a new entry with a token of another organization": newEntryElsewhere((sandbox) => other(sandbox).length > 0, true),
  "a new entry with a token of another organization, which the token cannot read": newEntryElsewhere(
    (sandbox) => other(sandbox).some((product) => product["is_archived"] !== true),
    false,
  ),
  "a removed entry whose object is in another organization": removedAfter(
    (world, id) => polar.edit(sandboxOf(polar, world), id, { organization_id: "4b7c7a3e-0000-4000-8000-000000000000" }),
    /belong to organization 4b7c7a3e/,
  ),
  "a refresh that is answered with another form": strangeMember,
  "a removed entry whose object another stack has adopted": removedAfter(
    markedBy("catalogue/third"),
    /now belongs to catalogue\/third/,
  ),
  "an object that somebody has subscribed to": somebodySubscribed,
  "an equal object of long ago": equalObjectOfLongAgo,
  "an update without effect": updateWithoutEffect,
  "an archive call without effect": archiveWithoutEffect,
  "an entry that takes an object which differs in what is fixed": differsInWhatIsFixed,
  "an entry that takes an object with the mark of another stack": markedByAnotherStack,
  "an entry that takes an archived object which no list shows": archivedAndHidden,
  "an entry that takes the object of another entry": heldByAnotherEntry,
  "a preview of an adoption that shows more": previewShowsMore,
  "a host that redirects": redirected,
  "credentials in plain text": configured({ [CREDENTIALS]: '{"polar":{"accessToken":"plain"}}' }, [], "config: {}\n"),
  "one of the credentials in plain text": configured(
    { [CREDENTIALS]: '{"polar":{"accessToken":"x"},"fynn":{"apiKey":"plain"}}' },
    [CREDENTIALS],
    MIXED,
  ),
} satisfies Record<string, Situation>;
