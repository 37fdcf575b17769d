/** Counts who has an object. Only counts are kept; what cannot be read is not counted, and fails nothing. */
import type { Account } from "../../accounts/account.js";
import type { Report } from "../../accounts/runtime.js";
import { CallError } from "../../http/call-error.js";
import { effectOf, type Happening, type Impact, impactsOf } from "../../kinds/impact.js";
import type { ImpactCount } from "../../kinds/impact-count.js";
import type { Kind } from "../../kinds/kind.js";
import { messageOf } from "../failure.js";

/** An object of the account, and what happens to it. */
export interface CountedObject {
  readonly kind: Kind;
  readonly id: string;
  readonly address: string;
  readonly happening: Happening;
}

/**
 * How many there are of each kind, by address. A total is one request for each object, a list is read once for all of
 * them. A count that the credentials may not read is tried for one object alone.
 */
export async function countImpact(
  account: Account,
  objects: readonly CountedObject[],
  report: Pick<Report, "warn">,
): Promise<ReadonlyMap<string, readonly ImpactCount[]>> {
  const { settings } = account.config;
  const counts = new Map(objects.map(({ address }) => [address, [] as ImpactCount[]]));
  for (const [kind, all] of Map.groupBy(objects, (object) => object.kind)) {
    for (const impact of impactsOf(kind, settings)) {
      const numbers = await countEach(account, impact, all, report);
      for (const [index, { address, happening }] of all.entries()) {
        const effect = effectOf(impact, happening);
        counts.get(address)?.push({
          of: impact.of,
          count: numbers[index] ?? null,
          ...(effect === undefined ? {} : { effect }),
        });
      }
    }
  }
  return counts;
}

/** The count of each object; undefined: not counted. */
async function countEach(
  account: Account,
  impact: Impact,
  objects: readonly CountedObject[],
  report: Pick<Report, "warn">,
): Promise<readonly (number | undefined)[]> {
  const failed = new Map<string, string[]>();
  let refused = false;
  const one = async ({ kind, id, address }: CountedObject): Promise<number | undefined> => {
    try {
      if (!refused) return await countOne(account, kind, impact, id, false);
    } catch (error) {
      refused ||= holdsForAll(error);
      const why = reasonFor(impact, error);
      failed.set(why, [...(failed.get(why) ?? []), address]);
    }
    return undefined;
  };
  const [first, ...rest] = objects;
  if (first === undefined) return [];
  const numbers = [await one(first), ...(await Promise.all(rest.map(one)))];
  for (const [why, addresses] of failed) {
    const whose = refused || addresses.length > 1 ? "" : ` of ${addresses[0]}`;
    report.warn(`${account.words}: ${impact.of}${whose} could not be counted: ${why}`);
  }
  return numbers;
}

/** The same answer is to be expected for every object: no credentials, or credentials without the permission. */
const holdsForAll = (error: unknown): boolean =>
  !(error instanceof CallError) || ["credentials", "forbidden"].includes(error.facts.category);

function reasonFor({ needs }: Impact, error: unknown): string {
  const isForbidden = error instanceof CallError && error.facts.category === "forbidden";
  if (!isForbidden || needs === undefined) return messageOf(error);
  return `${messageOf(error).split("\n")[0]}\n  what to do: give the credentials ${needs}`;
}

/** The number for one object. `fresh`: read after this call. Throws what the vendor or the network has to say. */
export async function countOne(
  account: Account,
  kind: Kind,
  impact: Impact,
  id: string,
  fresh: boolean,
): Promise<number> {
  const action = `count ${impact.of} of ${kind.title} ${id}`;
  const count = await numberOf(account, impact, id, action, fresh).catch((error: unknown) => {
    throw withoutContent(error);
  });
  if (count !== undefined && Number.isSafeInteger(count) && count >= 0) return count;
  throw new CallError({
    category: "unexpected",
    action,
    account: account.words,
    detail: "the answer does not contain the number",
    remedy: CHECK_ACCOUNT,
  });
}

async function numberOf(
  account: Account,
  impact: Impact,
  id: string,
  action: string,
  fresh: boolean,
): Promise<number | undefined> {
  const { settings, vendor } = account.config;
  if (impact.by === "total") {
    const { body } = await account.send(action, impact.request(id, settings), "read");
    return impact.count(account.unwrap(body));
  }
  const request = impact.request(settings);
  const list = `list ${vendor.title} ${request.path}`;
  const items = fresh
    ? await account.listItemsAgain(list, request, impact.id)
    : await account.listItems(list, request, impact.id);
  return items.filter((item) => impact.matches(item, id)).length;
}

/** An answer of another form is shown in part elsewhere. Here it may contain what customers have entered. */
function withoutContent(error: unknown): unknown {
  if (!(error instanceof CallError) || error.facts.category !== "unexpected" || error.facts.status === 404)
    return error;
  return new CallError({
    ...error.facts,
    detail: "the answer has another form than the vendor documents",
    remedy: CHECK_ACCOUNT,
  });
}

const CHECK_ACCOUNT = "check the account's baseUrl and the vendor's API version";
