/** Adoptions of objects as they are, in which a guard must stop the run. */
import type { guardPreview as Guard } from "../../provider/cli/adopt/guard.js";
import type { JsonObject } from "../../provider/fields/shape.js";
import { previewOfEvents } from "../../provider/review/preview.js";
import { fileOf, fixtureOf, liveOf, sandboxOf, worldOf } from "../support/vendors.js";
import type { Files } from "../support/world.js";
import type { Situation } from "./situation.js";

const [sequence, fynn, polar] = [fixtureOf("sequence"), fixtureOf("fynn"), fixtureOf("polar")];

/** Refused for another reason is no damage, and no guard either. */
function mustSay(errors: readonly string[], because: RegExp): undefined {
  if (!because.test(errors.join("\n"))) throw new Error(`refused, but not because ${because}: ${errors.join("\n")}`);
  return undefined;
}

/** The next run would replace the object. */
export const differsInWhatIsFixed: Situation = async ({ process }) => {
  const world = worldOf(fynn, { process });
  const other = worldOf(fynn, { beside: world, owner: "elsewhere/dev" });
  const files = (more: JsonObject): Files => fileOf(fynn, { pro: { ...fynn.product.fields(1), ...more } });
  await other.up(files({}));
  world.adoptions = new Map([["fynn:Product fynn/pro", other.ids["fynn/pro"] ?? ""]]);
  const { errors } = await world.up(files(fynn.product.replace));
  world.adoptions = new Map();
  const { steps } = await world.preview(files(fynn.product.replace));
  if (world.ids["fynn/pro"] !== undefined && steps.some(({ op }) => op === "replace"))
    return "the next run replaces the object that was adopted";
  return mustSay(errors, /it differs in type/);
};

export const markedByAnotherStack: Situation = async ({ process }) => {
  const world = worldOf(polar, { process });
  const other = worldOf(polar, { beside: world, owner: "elsewhere/dev" });
  const files = fileOf(polar, { pro: polar.product.fields(1) });
  await other.up(files);
  world.adoptions = new Map([["polar:Product polar/pro", other.ids["polar/pro"] ?? ""]]);
  const { errors } = await world.up(files);
  const [object] = liveOf(polar, world);
  const { catalogue_owner: owner } = object?.body["metadata"] as JsonObject;
  return owner === "elsewhere/dev" ? mustSay(errors, /belongs to elsewhere\/dev/) : "the mark of a stack was replaced";
};

export const archivedAndHidden: Situation = async ({ process }) => {
  const world = worldOf(sequence, { process });
  const other = worldOf(sequence, { beside: world, owner: "elsewhere/dev" });
  const files = fileOf(sequence, { pro: sequence.product.fields(1) });
  await other.up(files);
  const id = other.ids["sequence/pro"] ?? "";
  sequence.archive(sandboxOf(sequence, world), id);
  world.adoptions = new Map([["sequence:Product sequence/pro", id]]);
  const { errors } = await world.up(files);
  return world.ids["sequence/pro"] === undefined
    ? mustSay(errors, /is not among the active ones/)
    : "an archived product is managed as an active one";
};

export const heldByAnotherEntry: Situation = async ({ process }) => {
  const world = worldOf(fynn, { process });
  const files = (...keys: string[]): Files =>
    fileOf(fynn, Object.fromEntries(keys.map((key) => [key, fynn.product.fields(key)])));
  await world.up(files("a"));
  const id = world.ids["fynn/a"] ?? "";
  world.adoptions = new Map([["fynn:Product fynn/b", id]]);
  const { errors } = await world.up(files("a", "b"));
  return world.ids["fynn/b"] === undefined
    ? mustSay(errors, /belongs to fynn\/a/)
    : "two entries manage the same object";
};

const URN = "urn:pulumi:dev::catalogue::catalogue:index:Catalogue$pulumi-nodejs:dynamic/sequence:Product";

/** The engine is about to create an object beside what is adopted. */
export const previewShowsMore: Situation = async ({ load }) => {
  const { guardPreview } = await load<{ guardPreview: typeof Guard }>("cli/adopt/guard.js");
  const metadata = { op: "create", urn: `${URN}::sequence/new`, new: { urn: "", type: "", id: "", custom: true } };
  const events = [{ resourcePreEvent: { metadata } }, { summaryEvent: { result: "succeeded", isPreview: true } }];
  try {
    guardPreview(previewOfEvents(events), []);
    return "a preview with a create of another entry was accepted";
  } catch (error) {
    return mustSay([String(error)], /more than the adoption/);
  }
};
