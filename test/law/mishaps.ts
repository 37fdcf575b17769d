/** What goes wrong around a run: the engine dies, the account is not the right one, lists do not show everything. */
import type { JsonObject } from "../../sandboxes/json.ts";
import type { SandboxReply } from "../../sandboxes/sandbox.ts";
import { isList } from "../support/kind-calls.js";
import { isMap } from "../support/oracles/forms.js";
import { Random } from "../support/random.js";
import type { Course } from "./course.js";
import { snapshot } from "./verdict.js";

const NOT_FOUND = {
  status: 404,
  headers: {},
  text: '{"error":"ResourceNotFound","detail":"Not found","sorry":"no such thing"}',
};
const NOTHING_LISTED = {
  status: 200,
  headers: {},
  text: '{"items":[],"data":[],"things":[],"pagination":{},"meta":{}}',
};

/** The engine is killed at some request of the next `up`; the one after it puts everything right. */
export async function killed(course: Course, number: number): Promise<void> {
  const { world } = course;
  await course.refreshIfDrifted();
  const target = world.network.requests + 1 + (number % 7);
  const kill = (_request: unknown, count: number): void => {
    if (count === target) world.engine.kill();
  };
  if (number % 2 === 0) world.network.afterAnswer = kill;
  else world.network.beforeSend = kill;
  const { errors } = await course.run(() => world.up(course.model.files()));
  world.network.afterAnswer = undefined;
  world.network.beforeSend = undefined;
  course.check(errors.length === 0, `killed up: ${errors.join()}`);
  // A state that is written only at the end does not say that a run was killed: people wait for the lists.
  if (!world.engine.writesEachStep) course.letReadsCatchUp();
  await course.up({});
}

/** The account points somewhere else for once: everything is refused, nothing sent. */
export async function wrongHost(course: Course): Promise<void> {
  const { world, fixture } = course;
  if (Object.keys(world.ids).length === 0) return;
  await course.refreshIfDrifted();
  const right = world.config["catalogue:accounts"] ?? "{}";
  const accounts = JSON.parse(right) as Record<string, JsonObject>;
  // Another host that would answer just as well.
  world.network.add("https://twin.test", course.sandbox);
  const wrong = { ...accounts, [fixture.name]: { ...accounts[fixture.name], baseUrl: "https://twin.test" } };
  world.config = { ...world.config, "catalogue:accounts": JSON.stringify(wrong) };
  world.clear();
  const refreshed = await course.run(() => world.engine.refresh());
  const destroyed = await course.run(() => world.engine.destroy());
  world.config = { ...world.config, "catalogue:accounts": right };
  course.check(refreshed.errors.length > 0, "a refresh against another host went through");
  course.check(destroyed.errors.length > 0 || world.writes.length === 0, "a destroy against another host went through");
  course.check(world.writes.length === 0, `another host was written to: ${world.writes.join()}`);
  course.check(world.requests.length === 0, "another host was asked");
}

/** The credentials belong to another account for once: nothing of ours changes, and nothing is left there. */
export async function otherCredentials(course: Course, number: number): Promise<void> {
  const { world, fixture, model } = course;
  await course.refreshIfDrifted();
  course.letReadsCatchUp();
  const before = course.objects.map(snapshot).join();
  const ids = JSON.stringify(world.ids);
  const announced = await course.run(() => world.preview(model.files()));
  const right = world.environment;
  world.environment = { ...right, ...fixture.otherCredentials };
  const { errors } = await course.run(() =>
    number % 3 === 0 ? world.engine.refresh() : world.up(model.files(), { refresh: number % 3 === 1 }),
  );
  world.environment = right;
  course.check(course.objects.map(snapshot).join() === before, "other credentials have changed our objects");
  course.check(
    errors.length > 0 || (number % 3 === 2 && announced.steps.length === 0),
    "a run with other credentials went through",
  );
  const [rowsBefore, rows] = [ids, JSON.stringify(world.ids)].map((text) =>
    Object.values(JSON.parse(text)).sort().join(),
  );
  course.check(
    rows === rowsBefore,
    `other credentials have changed the rows: ${ids} became ${JSON.stringify(world.ids)}`,
  );
  const left = (fixture.otherObjects?.(course.sandbox) ?? []).filter(({ archived }) => !archived);
  course.check(left.length === 0, `${left.length} objects are left in the other account`);
  await course.up({});
}

/** Every object answers 404 during a refresh: a wrong token, not the end of the catalogue. */
export async function nothingAnswers(course: Course, address: string): Promise<void> {
  const { world, model } = course;
  if (world.ids[address] === undefined) return;
  await course.refreshIfDrifted();
  const before = JSON.stringify(world.ids);
  world.network.fault = ({ method, path }) =>
    method === "GET"
      ? { kind: "reply", when: "before", reply: isList(course.fixture, path) ? NOTHING_LISTED : NOT_FOUND }
      : undefined;
  const { errors } = await course.run(() => world.engine.refresh());
  world.network.fault = undefined;
  course.check(JSON.stringify(world.ids) === before, "rows were dropped although nothing answered");
  const active = model.all().some(({ entry, address: name }) => world.ids[name] !== undefined && !entry.archived);
  course.check(errors.length > 0 || !active, "a refresh in which nothing answered went through");
}

/** Lists leave out objects of ours for a while: during a run, or during a refresh. */
export async function listsLeaveOut(course: Course, number: number): Promise<void> {
  const { sandbox, world } = course;
  await course.refreshIfDrifted();
  const random = new Random(number);
  const hidden = new Set(Object.values(world.ids).filter(() => random.chance(0.5)));
  sandbox.misbehave = (request) => {
    if (request.method !== "GET" || !isList(course.fixture, request.path)) return undefined;
    return without(hidden, sandbox.answer(request));
  };
  if (number % 2 === 0) await course.up({});
  course.letReadsCatchUp();
  const before = JSON.stringify(world.ids);
  const { errors } = await course.run(() => world.engine.refresh());
  sandbox.misbehave = undefined;
  course.check(errors.length === 0, `a refresh with short lists: ${errors.join()}`);
  course.check(JSON.stringify(world.ids) === before, "rows were dropped that lists have left out");
  await course.up({ refresh: true });
}

function without(hidden: ReadonlySet<string>, reply: SandboxReply): SandboxReply {
  if (!isMap(reply.body)) return reply;
  const members = Object.entries(reply.body).map(([name, items]) => [
    name,
    Array.isArray(items)
      ? items.filter((item) => !isMap(item) || !hidden.has(String(item["key"] ?? item["id"])))
      : items,
  ]);
  return { ...reply, body: Object.fromEntries(members) as JsonObject };
}
