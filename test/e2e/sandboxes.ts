/** The three vendors' sandboxes on real sockets, every exchange checked against the vendors' contracts. */
import { fynnSandbox } from "../../sandboxes/fynn/sandbox.ts";
import { polarSandbox } from "../../sandboxes/polar/sandbox.ts";
import type { Sandbox } from "../../sandboxes/sandbox.ts";
import { sequenceSandbox } from "../../sandboxes/sequence/sandbox.ts";
import { contractCheck } from "../support/contract.js";

export interface Vendors {
  readonly sequence: ReturnType<typeof sequenceSandbox>;
  readonly fynn: ReturnType<typeof fynnSandbox>;
  readonly polar: ReturnType<typeof polarSandbox>;
  readonly all: readonly Sandbox[];
  /** `catalogue:accounts` that points at them. */
  readonly accounts: Record<string, Record<string, unknown>>;
  readonly environment: Record<string, string>;
  writes(): string[];
  requests(): string[];
  clear(): void;
  close(): Promise<void>;
}

const CREDENTIALS = {
  clientId: "sandbox-client",
  clientSecret: "sandbox-secret",
  apiKey: "sandbox-key",
  accessToken: "sandbox-token",
};

export async function startVendors(
  options: { sequence?: object; fynn?: object; polar?: object } = {},
  { clientId, clientSecret, apiKey, accessToken } = CREDENTIALS,
): Promise<Vendors> {
  const sequence = await contractCheck(
    "sequence",
    sequenceSandbox({ clientId, clientSecret, switches: options.sequence ?? {} }),
  ).start();
  const fynn = await fynnSandbox({ apiKey, switches: options.fynn ?? {} }).start();
  const polar = await contractCheck("polar", polarSandbox({ accessToken, switches: options.polar ?? {} })).start();
  const all = [sequence, fynn, polar];
  const limits = { requestSeconds: 120, operationSeconds: 480, searchSeconds: 1, perMinute: 0 };
  return {
    sequence,
    fynn,
    polar,
    all,
    accounts: {
      sequence: { baseUrl: sequence.url, limits },
      fynn: { baseUrl: fynn.url, limits },
      polar: { baseUrl: polar.url, limits },
    },
    environment: {
      SEQUENCE_CLIENT_ID: clientId,
      SEQUENCE_CLIENT_SECRET: clientSecret,
      FYNN_API_KEY: apiKey,
      POLAR_ACCESS_TOKEN: accessToken,
    },
    writes: () => all.flatMap((one) => one.writes),
    requests: () => all.flatMap((one) => one.requests),
    clear: () => {
      for (const one of all) one.clear();
    },
    close: async () => {
      await Promise.all(all.map((one) => one.close()));
    },
  };
}
