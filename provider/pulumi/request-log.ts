/** The file in which the provider notes, for `catalogue apply`, the requests that change something at a vendor. */
import { appendFileSync, readFileSync } from "node:fs";
import { isObject, type Json } from "../fields/shape.js";
import type { OnWrite } from "../http/client.js";
import type { SentRequest } from "../review/receipt.js";

/** Names the file. `catalogue apply` sets it for its own run. */
export const REQUEST_LOG_VARIABLE = "CATALOGUE_REQUEST_LOG";

export interface LoggedRequest extends SentRequest {
  /** Of the entry; empty: it is about none. */
  readonly address: string;
}

/**
 * A line when a request is sent and one when it has ended, each written at once: what a killed run has sent is known.
 * undefined: nobody asks for it.
 */
export function requestLogOf(environment = process.env): OnWrite | undefined {
  const file = environment[REQUEST_LOG_VARIABLE] ?? "";
  if (file === "") return undefined;
  let count = 0;
  const note = (line: object): void => appendFileSync(file, `${JSON.stringify(line)}\n`);
  return ({ method, path, address = "" }) => {
    count += 1;
    const request = `${process.pid}-${count}`;
    note({ request, method, path, address });
    return (status) => note({ request, status });
  };
}

/** The requests in the order in which they were sent. A line that was not written to its end is left out. */
export function readRequestLog(file: string): readonly LoggedRequest[] {
  const requests = new Map<string, LoggedRequest>();
  for (const line of linesOf(file)) {
    if (!isObject(line)) continue;
    const { request, method, path, address, status } = line;
    if (typeof request !== "string") continue;
    const known = requests.get(request);
    if (known) requests.set(request, { ...known, status: typeof status === "number" ? status : null });
    else requests.set(request, { method: String(method), path: String(path), address: String(address), status: null });
  }
  return [...requests.values()];
}

function linesOf(file: string): readonly Json[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // Nothing was sent.
    return [];
  }
  return text.split("\n").flatMap((line): Json[] => {
    try {
      return [JSON.parse(line) as Json];
    } catch {
      return [];
    }
  });
}
