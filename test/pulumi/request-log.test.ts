/** The requests that a run has made, also one that was killed. */
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Call } from "../../provider/http/client.ts";
import { REQUEST_LOG_VARIABLE, readRequestLog, requestLogOf } from "../../provider/pulumi/request-log.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "catalogue-requests-"));
  file = join(folder, "requests.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const call = (path: string, address?: string): Call =>
  ({ action: "x", method: "PATCH", path, safety: "repeatable", ...(address ? { address } : {}) }) as Call;
const log = () => requestLogOf({ [REQUEST_LOG_VARIABLE]: file });

describe("the log of requests", () => {
  it("is not written unless it is asked for", () => {
    expect(requestLogOf({})).toBeUndefined();
    expect(readRequestLog(file)).toEqual([]);
  });

  it("has them in the order in which they were sent, with their ends, in whatever order those come", () => {
    const note = log();
    const [first, second] = [note?.(call("/1", "polar/a")), note?.(call("/2"))];
    second?.(500);
    first?.(200);
    note?.(call("/3"))(null);
    expect(readRequestLog(file)).toEqual([
      { method: "PATCH", path: "/1", address: "polar/a", status: 200 },
      { method: "PATCH", path: "/2", address: "", status: 500 },
      { method: "PATCH", path: "/3", address: "", status: null },
    ]);
  });

  it("shows a request whose end a killed run has not seen, and leaves out a line that was cut off", () => {
    log()?.(call("/1"));
    appendFileSync(file, '{"request":"9-9","meth');
    expect(readRequestLog(file)).toEqual([{ method: "PATCH", path: "/1", address: "", status: null }]);
  });
});
