/** Everything that can go wrong with one request, by name: the same list for the wire in memory and for the proxy. */
import type { Fault } from "../support/memory-transport.js";

const reply = (
  when: "before" | "after",
  status: number,
  text: string,
  headers: Record<string, string> = {},
): Fault => ({
  kind: "reply",
  when,
  reply: { status, headers: { "content-type": "application/json", ...headers }, text },
});

/** What a vendor, or something in between, says of a request whose secret it knows. */
const ECHO = "%AUTHORIZATION%";

export const FAULTS: Readonly<Record<string, (now: number) => Fault>> = {
  "connection refused": () => ({ kind: "refused" }),
  "reset before": () => ({ kind: "reset", when: "before" }),
  "reset after": () => ({ kind: "reset", when: "after" }),
  "time-out before": () => ({ kind: "hang", when: "before" }),
  "time-out after": () => ({ kind: "hang", when: "after" }),
  "429": () => reply("before", 429, ""),
  "429, seconds": () => reply("before", 429, "", { "retry-after": "7" }),
  "429, date": (now) => reply("before", 429, "", { "retry-after": new Date(now + 9_000).toUTCString() }),
  "500 before": () => reply("before", 500, "Internal Server Error"),
  "500 after": () => reply("after", 500, "Internal Server Error"),
  "502 before": () => reply("before", 502, "<html>Bad Gateway</html>", { "content-type": "text/html" }),
  "502 after": () => reply("after", 502, "<html>Bad Gateway</html>", { "content-type": "text/html" }),
  "503 before": () => reply("before", 503, "", { "retry-after": "3" }),
  "503 after": () => reply("after", 503, "{}"),
  "truncated body": () => ({ kind: "truncated" }),
  "wrong content type": () => reply("after", 200, "<html>Maintenance</html>", { "content-type": "text/html" }),
  "wrong shape": () => reply("after", 200, '{"status":"ok"}'),
  "null body": () => reply("after", 200, "null"),
  redirect: () => reply("before", 307, "", { location: "https://elsewhere.test/collect" }),
  "slow drip": () => ({ kind: "drip" }),
  "strange values": () => ({ kind: "strange" }),
  "100 MB body": () => ({ kind: "huge" }),
  "401 with an echo": () => reply("before", 401, `{"error":"invalid_token","detail":"bad credentials ${ECHO}"}`),
  "500 with an echo": () =>
    reply("after", 500, `{"error":"Boom","message":"request was ${ECHO}","detail":"request was ${ECHO}"}`),
  "404 of the object": () => reply("before", 404, '{"error":"ResourceNotFound","detail":"Not found"}'),
  "404 of a page": () => reply("before", 404, "<html>No such page</html>", { "content-type": "text/html" }),
};

/** The reply with what it echoes of the request. */
export const echoed = (text: string, authorization: string): string => text.replaceAll(ECHO, authorization);
