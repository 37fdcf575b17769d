/** What `catalogue sandbox` prints: how to use it, and each request as it comes. */
import { styleText } from "node:util";
import type { Exchange } from "../../../sandboxes/sandbox.js";
import type { Seeded } from "../../../sandboxes/seed.js";
import type { Vendor } from "../../kinds/vendor.js";
import { readableLines } from "../../validation/text.js";
import { counted } from "../../validation/words.js";
import { settingsFor } from "./addresses.js";
import { type Deed, deedOf } from "./deed.js";
import type { Started } from "./vendors.js";

export interface Output {
  readonly started: (all: readonly Started[]) => string;
  readonly request: (exchange: Exchange, vendor: Vendor) => string;
}

export const textOutput = (colour: boolean): Output => {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const styleOf = ({ kind }: Deed): Parameters<typeof styleText>[0] =>
    kind === "refused" ? "red" : kind === "read" ? "dim" : kind === "archived" ? "yellow" : "green";
  return {
    started: (all) => {
      const wide = Math.max(...all.map(({ vendor }) => vendor.title.length));
      const vendors = all.map(
        ({ vendor, sandbox, seeded }) =>
          `  ${paint("bold", vendor.title.padEnd(wide))}  ${sandbox.url}  ${seeded ? contentOf(seeded) : "empty"}`,
      );
      const settings = all
        .flatMap(({ vendor, sandbox }) => Object.entries(settingsFor(vendor, sandbox.url)))
        .map(([key, value]) => `  pulumi config set --path '${key}' ${value}`);
      const variables = all
        .flatMap(({ environment }) => Object.entries(environment))
        .map(([name, value]) => `  export ${name}=${value}`);
      return [
        "The vendors run in the memory of this machine until you press Ctrl+C. What they have is lost then.",
        "",
        ...vendors,
        "",
        "To use them, run this in the folder of Pulumi.yaml, in another terminal:",
        "",
        ...settings,
        ...variables,
        "",
        "Requests:",
        "",
      ].join("\n");
    },
    request: (exchange, vendor) => {
      const { request, reply, at } = exchange;
      const deed = deedOf(exchange, vendor);
      const time = new Date(at).toTimeString().slice(0, 8);
      const status = paint(reply.status >= 300 ? "red" : "green", String(reply.status));
      const target = readableLines(request.path + queryOf(exchange));
      const words = paint(styleOf(deed), readableLines(deed.words).replaceAll("\n", " "));
      return `${paint("dim", time)} ${vendor.name.padEnd(8)} ${request.method.padEnd(5)} ${status} ${target}  ${words}\n`;
    },
  };
};

/** "250 objects: 112 products and 138 prices, 23 of them archived" */
function contentOf({ objects }: Seeded): string {
  const kinds = [...Map.groupBy(objects, ({ collection }) => collection)].map(([name, { length }]) =>
    counted(length, name.replace(/s$/, "")),
  );
  const archived = objects.filter((one) => one.archived).length;
  return `${counted(objects.length, "object")}: ${kinds.join(" and ")}, ${archived} archived`;
}

/** "?name=Platform&metadata[key]=1", as a person would write it. */
function queryOf({ request: { query } }: Exchange): string {
  const pairs = [...query].map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

const line = (value: object): string => `${JSON.stringify({ version: 1, ...value })}\n`;

/** One JSON value on each line. */
export const jsonOutput: Output = {
  started: (all) =>
    line({
      event: "started",
      vendors: all.map(({ vendor, sandbox, environment, seeded }) => ({
        vendor: vendor.name,
        url: sandbox.url,
        config: settingsFor(vendor, sandbox.url),
        environment,
        objects: seeded?.objects.length ?? 0,
      })),
    }),
  request: (exchange, vendor) => {
    const { request, reply, at } = exchange;
    const { kind, words, id } = deedOf(exchange, vendor);
    return line({
      event: "request",
      time: new Date(at).toISOString(),
      vendor: vendor.name,
      method: request.method,
      path: request.path,
      query: Object.fromEntries(request.query),
      ...(request.body === undefined ? {} : { body: request.body }),
      status: reply.status,
      did: kind,
      words,
      ...(id === undefined ? {} : { id }),
    });
  },
};
