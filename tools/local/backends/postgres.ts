/** A Postgres server with a password and an empty database for states, in a temporary folder. */
import { execFileSync } from "node:child_process";
import { chownSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresFolder } from "../../toolchain/postgres.mjs";
import { type BackendServer, startServer } from "./server.ts";

const USER = "states";
/** With characters that a URL would have to escape. */
const PASSWORD = "a pass/word@of#the tests";

export async function startPostgres(): Promise<BackendServer> {
  const folder = mkdtempSync(join(tmpdir(), "postgres-"));
  // Postgres refuses to run as root. Another user cannot look into the cache of root.
  const identity = process.getuid?.() === 0 ? userIds("nobody") : undefined;
  cpSync(await postgresFolder(), folder, { recursive: true, verbatimSymlinks: true });
  const [data, password] = [join(folder, "data"), join(folder, "password")];
  writeFileSync(password, PASSWORD);
  if (identity) for (const path of [folder, password]) chownSync(path, identity.uid, identity.gid);
  const options = { cwd: folder, ...identity, env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C" } };
  const initdb = ["-D", data, "-U", USER, "--pwfile", password, "-A", "scram-sha-256", "-E", "UTF8", "--no-sync"];
  execFileSync(join(folder, "bin/initdb"), initdb, { ...options, stdio: "pipe" });
  const server = await startServer(
    join(folder, "bin/postgres"),
    (port) => [
      ...["-D", data, "-p", String(port), "-c", "listen_addresses=127.0.0.1"],
      ...["-c", "unix_socket_directories=", "-c", "fsync=off"],
    ],
    options,
    answers,
  );
  return {
    url: `postgres://${USER}@127.0.0.1:${server.port}/postgres?sslmode=disable`,
    environment: { PGPASSWORD: PASSWORD },
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function userIds(name: string): { readonly uid: number; readonly gid: number } {
  const id = (what: "-u" | "-g"): number => Number(execFileSync("id", [what, name], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** The length and the number of a request for encryption, which a server that listens answers with one byte. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(SSL_REQUEST));
    const end = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once("data", () => end(true));
    socket.once("error", () => end(false));
    socket.once("close", () => end(false));
  });
