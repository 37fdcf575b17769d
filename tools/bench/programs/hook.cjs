// @ts-check
/**
 * `node --require`: every Node process of a measured run notes when it did what, and writes it at its end to a file of
 * its own in the folder `BENCH_MARKS`. Times are milliseconds since the epoch, which all processes share.
 */
"use strict";

const { subscribe } = require("node:diagnostics_channel");
const fs = require("node:fs");
const { join } = require("node:path");

const folder = process.env["BENCH_MARKS"];
if (folder) {
  const now = () => performance.timeOrigin + performance.now();
  /** @type {[string, number][]} */
  const marks = [["hook", now()]];
  /** @param {string} name */
  const mark = (name) => void marks.push([name, now()]);

  // The catalogue, or the resources that the other variants read instead.
  const { readFileSync } = fs;
  /** @type {(...args: any[]) => any} */
  const noted = (...args) => {
    if (/[/\\]catalogue[/\\].*\.ya?ml$|resources\.json$/.test(String(args[0]))) mark("read");
    return Reflect.apply(readFileSync, fs, args);
  };
  fs.readFileSync = noted;

  /** @param {string} side */
  const calls = (side) =>
    subscribe(`http2.${side}.stream.start`, (message) => {
      const { headers } = /** @type {{ headers?: Record<string, string> }} */ (message);
      mark(headers?.[":path"]?.split("/").at(-1) ?? "");
    });
  calls("client");
  calls("server");

  const role = /cmd.run.index\.js$/.test(process.argv[1] ?? "")
    ? "program"
    : /dynamic-provider/.test(process.argv[1] ?? "") && !process.execArgv.includes("-e")
      ? "provider"
      : "other";
  const write = () => {
    const { user, system } = process.cpuUsage();
    const written = {
      role,
      origin: performance.timeOrigin,
      end: now(),
      cpu: (user + system) / 1_000,
      parent: ticks(process.ppid, 11) * 10,
      children: ticks(process.pid, 13) * 10,
      memory: process.resourceUsage().maxRSS / 1_024,
      marks,
    };
    fs.writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(written));
  };
  process.once("exit", write);
  // The engine ends its provider with it, which then does nothing of what Node does at an end of its own.
  process.once("SIGINT", () => {
    write();
    process.kill(process.pid, "SIGINT");
  });
}

/**
 * Processor time as Linux counts it, in hundredths of a second, user and system together. 0 on other systems.
 * @param {number} pid
 * @param {number} at 11: of the process; 13: of its children that have ended.
 */
function ticks(pid, at) {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return Number(fields[at]) + Number(fields[at + 1]);
  } catch {
    return 0;
  }
}
