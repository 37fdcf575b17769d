/**
 * What a preview says about an entry that adopts an object, as a line of text: the engine carries nothing else from the
 * provider to whoever reads the preview. Written and read in this one place.
 */
import type { PlannedRequest } from "../plan/step.js";

export interface Adoption {
  readonly id: string;
  /** "changes price 1.00 → 2.00; keeps label" */
  readonly what: string;
  /** undefined: known only during the run. */
  readonly requests: readonly PlannedRequest[] | undefined;
}

const UNKNOWN_REQUESTS = "what is sent is known only during the run";
const NO_REQUESTS = "sends nothing";
/** How the last part begins. */
const SENT = ["sends ", UNKNOWN_REQUESTS];

/** "adopts list price 123; changes nothing; sends nothing" */
export function adoptionText(verb: "adopts" | "takes", title: string, { id, what, requests }: Adoption): string {
  const sent =
    requests === undefined
      ? UNKNOWN_REQUESTS
      : requests.length === 0
        ? NO_REQUESTS
        : `sends ${requests.map(requestText).join(", then ")}`;
  return [`${verb} ${title} ${id}`, what, sent].filter((part) => part !== "").join("; ");
}

/** undefined: the text says something else. `title`: that of the kind. */
export function parseAdoption(title: string, text: string): Adoption | undefined {
  const start = ["adopts", "takes"].map((verb) => `${verb} ${title} `).find((words) => text.startsWith(words));
  if (start === undefined) return undefined;
  const rest = text.slice(start.length);
  const end = Math.max(...SENT.map((words) => rest.lastIndexOf(`; ${words}`)));
  if (end < 0) return undefined;
  const [, id = "", what = ""] = /^(\S+)(?:; ([\s\S]*))?$/.exec(rest.slice(0, end)) ?? [];
  return id === "" ? undefined : { id, what, requests: parseRequests(rest.slice(end + 2)) };
}

function parseRequests(text: string): readonly PlannedRequest[] | undefined {
  if (text === NO_REQUESTS) return [];
  if (!text.startsWith("sends ")) return undefined;
  const requests = text.slice("sends ".length).split(", then ").map(parseRequest);
  return requests.every((request) => request !== undefined) ? requests : undefined;
}

/** "PUT /list-prices/123 (structure; whole -label)" */
const requestText = ({ method, path, fields, overlaid }: PlannedRequest): string =>
  `${method} ${path} ` +
  `(${fields.join(" ")}${overlaid ? `; whole${overlaid.without.map((name) => ` -${name}`).join("")}` : ""})`;

function parseRequest(text: string): PlannedRequest | undefined {
  const found = /^(GET|POST|PUT|PATCH|DELETE) (\S+) \(([^();]*)(; whole([^()]*))?\)$/.exec(text);
  if (!found) return undefined;
  const [, method, path = "", fields = "", whole, without = ""] = found;
  return {
    method: method as PlannedRequest["method"],
    path,
    fields: fields.split(" ").filter((name) => name !== ""),
    ...(whole === undefined
      ? {}
      : {
          overlaid: {
            without: without
              .split(" ")
              .filter((name) => name !== "")
              .map((name) => name.slice(1)),
          },
        }),
  };
}
