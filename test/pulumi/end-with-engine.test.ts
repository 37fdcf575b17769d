/** The provider process ends with its engine, and only then. */

import { syncBuiltinESMExports } from "node:module";
import net, { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { watchEngine } from "../../provider/pulumi/end-with-engine.js";

interface Listener {
  readonly server: Server;
  readonly address: string;
  readonly sockets: Socket[];
}

async function listen(onSocket: (socket: Socket) => void = () => undefined): Promise<Listener> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    sockets.push(socket);
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, address: `127.0.0.1:${(server.address() as AddressInfo).port}`, sockets };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

it("an engine that resets or closes its connections, and lives, does not end the process", async () => {
  const { server, address, sockets } = await listen((socket) =>
    sockets.length % 2 === 0 ? socket.resetAndDestroy() : socket.end(),
  );
  let gone = false;
  watchEngine(address, () => {
    gone = true;
  });
  await until(() => sockets.length >= 6);
  expect(gone).toBe(false);
  server.close();
  await until(() => gone);
});

it("an engine that is gone ends the process, also when it has kept its connection until then", async () => {
  const { server, address, sockets } = await listen();
  const gone = new Promise<void>((resolve) => watchEngine(address, resolve));
  await until(() => sockets.length === 1);
  server.close();
  for (const socket of sockets) socket.destroy();
  await gone;
});

it.each([
  "EADDRNOTAVAIL",
  "EMFILE",
  "EHOSTUNREACH",
])("an engine that cannot be asked (%s) is not taken for one that is gone", async (code) => {
  let asked = 0;
  const connect = vi.spyOn(net, "createConnection").mockImplementation(() => {
    asked += 1;
    const socket = new net.Socket();
    socket.destroy(Object.assign(new Error(code), { code }));
    return socket;
  });
  syncBuiltinESMExports();
  let gone = false;
  watchEngine("127.0.0.1:1", () => {
    gone = true;
  });
  await until(() => asked >= 6 || gone);
  connect.mockRestore();
  syncBuiltinESMExports();
  expect(gone).toBe(false);
});
