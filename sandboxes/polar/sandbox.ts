/** Polar in memory, as its open-source server was seen to behave: https://polar.sh/docs/api-reference. */
import { randomUUID } from "node:crypto";
import type { JsonObject } from "../json.ts";
import {
  type Route,
  Sandbox,
  type SandboxReply,
  type SandboxRequest,
  type Seedable,
  type Sources,
  Store,
  sourcesWith,
} from "../sandbox.ts";
import { type Commerce, commerce } from "./commerce.ts";
import { meterRoutes } from "./meters.ts";
import { productRoutes } from "./products.ts";
import { invalid, noSuchPath, noSuchVersion, ok } from "./wire.ts";

export interface PolarSwitches {
  /** The tokens have the scope organizations:read. */
  organizationsReadable: boolean;
  /** Seconds that reads lag behind writes, as behind a replica. */
  readLag: number;
  /** Requests a minute; 0: no limit. */
  perMinute: number;
}

/** What one organization has. Its tokens see nothing else. */
export interface PolarOrganization extends Commerce {
  readonly products: Store;
  readonly meters: Store;
  readonly organizationId: string;
}

export interface PolarSandbox extends Sandbox, PolarOrganization, Seedable {
  readonly switches: PolarSwitches;
  /** The organization of `otherToken`. */
  readonly other: PolarOrganization;
}

export interface PolarSandboxOptions {
  readonly accessToken?: string;
  /** May read only. */
  readonly readOnlyToken?: string;
  /** Of another organization. */
  readonly otherToken?: string;
  readonly switches?: Partial<PolarSwitches>;
  readonly now?: () => number;
  /** Of the organization of `accessToken`. */
  readonly organizationId?: string;
}

/** What an organization of the sandbox has for its products to name: media files, custom fields and benefits. */
export const SEEDED = {
  medias: ["0f6d8a3e-52c1-4b7e-9a53-6d1f8f0c2a01", "0f6d8a3e-52c1-4b7e-9a53-6d1f8f0c2a02"],
  customFields: ["1c9b47d2-0e3a-4f61-8b27-95a3c1d70b01", "1c9b47d2-0e3a-4f61-8b27-95a3c1d70b02"],
  benefits: [
    "2e58c6f1-7d94-4a0b-b3c8-41e6d2f59c01",
    "2e58c6f1-7d94-4a0b-b3c8-41e6d2f59c02",
    "2e58c6f1-7d94-4a0b-b3c8-41e6d2f59c03",
  ],
} as const;

export function polarSandbox({
  accessToken = "sandbox-token",
  readOnlyToken = "sandbox-reader",
  otherToken = "sandbox-other-token",
  switches: given,
  now: clock = Date.now,
  organizationId = randomUUID(),
}: PolarSandboxOptions = {}): PolarSandbox {
  const switches: PolarSwitches = { organizationsReadable: false, readLag: 0, perMinute: 0, ...given };
  const sources = sourcesWith(clock);
  const now = (): number => sources.now();
  const [own, other] = [organization(organizationId, sources, switches), organization(randomUUID(), sources, switches)];
  let window = { start: 0, count: 0 };

  const refuse = ({ method, headers, path }: SandboxRequest): SandboxReply | undefined => {
    if (headers["polar-version"] !== undefined && !["2026-04", "2026-10"].includes(headers["polar-version"]))
      return noSuchVersion;
    const token = tokenOf(headers);
    if (token === undefined)
      return {
        status: 401,
        body: { error: "Unauthorized", detail: "Unauthorized" },
        headers: { "www-authenticate": 'Bearer realm="polar"' },
      };
    if (![accessToken, readOnlyToken, otherToken].includes(token)) {
      return {
        status: 401,
        body: {
          error: "invalid_token",
          error_description: "The access token provided is expired, revoked, malformed, or invalid for other reasons.",
        },
      };
    }
    if (switches.perMinute > 0) {
      if (now() - window.start >= 60_000) window = { start: now(), count: 0 };
      if (window.count >= switches.perMinute) return { status: 429, headers: { "retry-after": "60" } };
      window.count += 1;
    }
    if (token === readOnlyToken && method !== "GET") return insufficientScope;
    if (LIST_WITHOUT_SLASH.test(path) || /^\/v1\/(products|meters)\/[^/]+\/$/.test(path)) {
      return { status: 307, headers: { location: path.endsWith("/") ? path.slice(0, -1) : `${path}/` } };
    }
    return undefined;
  };

  const sandbox = new Sandbox(
    {
      name: "polar",
      refuse,
      methodNotAllowed: { status: 405, body: { detail: "Method Not Allowed" }, headers: { allow: "GET" } },
      noSuchPath,
      badJson: invalid({ loc: ["body", 1], msg: "JSON decode error", type: "json_invalid" }),
      // The token says which organization it is.
      routes: own.routes.map(([method, path, handle], index): Route => {
        const elsewhere = other.routes[index]?.[2] ?? handle;
        return [
          method,
          path,
          (request, ...parts) => (tokenOf(request.headers) === otherToken ? elsewhere : handle)(request, ...parts),
        ];
      }),
    },
    now,
  );
  const { routes: _own, ...seen } = own;
  return Object.assign(sandbox, { sources, authorization: `Bearer ${accessToken}`, switches, ...seen, other });
}

const LIST_WITHOUT_SLASH = /^\/v1\/(products|meters|subscriptions|checkouts|checkout-links|discounts)$/;

const tokenOf = (headers: SandboxRequest["headers"]): string | undefined =>
  /^Bearer (.+)$/.exec(headers["authorization"] ?? "")?.[1];

const insufficientScope: SandboxReply = {
  status: 403,
  body: {
    error: "insufficient_scope",
    error_description: "The request requires higher privileges than provided by the access token.",
  },
};

function organization(
  organizationId: string,
  sources: Sources,
  switches: PolarSwitches,
): PolarOrganization & { readonly routes: readonly Route[] } {
  const now = (): number => sources.now();
  const newId = (): string => sources.newId();
  const [products, meters] = [new Store(now), new Store(now)];
  const time = (): string => new Date(now()).toISOString();
  const beforeRead = (): void => {
    for (const store of stores) store.lag = switches.readLag * 1_000;
  };
  const { archive, routes: soldRoutes, ...sold } = commerce({ products, organizationId, time, now, beforeRead });
  const stores = [products, meters, sold.subscriptions, sold.checkouts, sold.checkoutLinks, sold.discounts];
  const isInUse = (meterId: string): boolean =>
    products
      .all()
      .some(
        (product) =>
          product["is_archived"] !== true &&
          (product["prices"] as JsonObject[]).some((price) => price["meter_id"] === meterId),
      );
  const shared = { organizationId, newId, time, beforeRead };
  const routes: Route[] = [
    ...productRoutes({ ...shared, products, meters, onArchive: archive, ...seeded(organizationId, time()) }),
    ...meterRoutes({ ...shared, meters, isInUse }),
    ...soldRoutes,
    [
      "GET",
      /^\/v1\/organizations\/$/,
      () =>
        switches.organizationsReadable
          ? ok({
              items: [{ id: organizationId, name: "Acme", slug: "acme" }],
              pagination: { total_count: 1, max_page: 1 },
            })
          : insufficientScope,
    ],
  ];
  return { ...sold, products, meters, organizationId, routes };
}

function seeded(organizationId: string, at: string) {
  const byId = (
    ids: readonly string[],
    make: (id: string, number: number) => JsonObject,
  ): ReadonlyMap<string, JsonObject> => new Map(ids.map((id, index) => [id, make(id, index + 1)]));
  return {
    files: byId(SEEDED.medias, (id, number) => ({
      id,
      organization_id: organizationId,
      name: `picture-${number}.png`,
      path: `product_media/picture-${number}.png`,
      mime_type: "image/png",
      size: 1_024,
      storage_version: null,
      checksum_etag: null,
      checksum_sha256_base64: null,
      checksum_sha256_hex: null,
      last_modified_at: at,
      version: null,
      service: "product_media",
      is_uploaded: true,
      created_at: at,
      size_readable: "1 KB",
      public_url: `https://files.invalid/picture-${number}.png`,
    })),
    customFields: byId(SEEDED.customFields, (id, number) => ({
      created_at: at,
      modified_at: null,
      id,
      metadata: {},
      type: "text",
      slug: `question-${number}`,
      name: `Question ${number}`,
      organization_id: organizationId,
      properties: {},
    })),
    benefits: byId(SEEDED.benefits, (id, number) => ({
      id,
      created_at: at,
      modified_at: null,
      type: "custom",
      description: `Benefit ${number}`,
      selectable: true,
      deletable: true,
      is_deleted: false,
      organization_id: organizationId,
      metadata: {},
      visibility: "public",
      properties: { note: null },
      visibility_configurable: true,
    })),
  };
}
