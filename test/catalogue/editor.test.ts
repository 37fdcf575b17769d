/** What people see in an editor: the real YAML language server, over stdio, with the generated schemas. */
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SERVER = createRequire(import.meta.url).resolve("yaml-language-server/bin/yaml-language-server");

interface Completion {
  readonly label: string;
  readonly documentation?: string | { value: string };
}
interface Diagnostic {
  readonly message: string;
  readonly range: { start: { line: number; character: number } };
}

let server: ChildProcess;
let connection: MessageConnection;
const diagnostics = new Map<string, (found: Diagnostic[]) => void>();

beforeAll(async () => {
  server = spawn(process.execPath, [SERVER, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  if (!server.stdout || !server.stdin) throw new Error("no server");
  connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) =>
    items.map(() => ({ validate: true, hover: true, completion: true, schemaStore: { enable: false } })),
  );
  connection.onRequest("client/registerCapability", () => null);
  connection.onNotification(
    "textDocument/publishDiagnostics",
    ({ uri, diagnostics: found }: { uri: string; diagnostics: Diagnostic[] }) => diagnostics.get(uri)?.(found),
  );
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(ROOT).href,
    capabilities: { textDocument: {}, workspace: { configuration: true } },
  });
  await connection.sendNotification("initialized", {});
});
afterAll(() => {
  connection.dispose();
  server.kill();
});

let count = 0;

/** Opens a text with its schema; `|` is where the cursor stands. */
async function open(
  vendor: string,
  marked: string,
): Promise<{ uri: string; position: { line: number; character: number }; problems: Promise<Diagnostic[]> }> {
  const schema = pathToFileURL(`${ROOT}/catalogue/schema/${vendor}.json`).href;
  const text = `# yaml-language-server: $schema=${schema}\n${marked}`;
  const offset = text.indexOf("|");
  const before = (offset < 0 ? text : text.slice(0, offset)).split("\n");
  count += 1;
  const uri = pathToFileURL(`${ROOT}/catalogue/scratch-${count}.yaml`).href;
  const problems = new Promise<Diagnostic[]>((resolve) => diagnostics.set(uri, resolve));
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "yaml", version: 1, text: text.replace("|", "") },
  });
  return { uri, position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 }, problems };
}

async function completions(vendor: string, marked: string): Promise<Completion[]> {
  const { uri, position } = await open(vendor, marked);
  const answer = await connection.sendRequest<{ items: Completion[] } | Completion[]>("textDocument/completion", {
    textDocument: { uri },
    position,
  });
  return Array.isArray(answer) ? answer : answer.items;
}

const labels = (found: readonly Completion[]): string[] => found.map(({ label }) => label).sort();

const PRICE = `vendor: sequence
products:
  platform:
    name: Platform
    listPrices:
      monthly:
        name: Monthly
        currency: EUR
        billingFrequency: MONTHLY
        billingType: IN_ADVANCE
        structure:
`;

describe("completion", () => {
  it.each([
    ["FIXED", ["price"], ["tiers", "pricePerUnit"]],
    [
      "GRADUATED",
      ["tiers", "usageCalculationMode", "usageMetric", "usageMetricId"],
      ["price", "packageSize", "pricePerSeat"],
    ],
    [
      "SEAT_BASED",
      ["contractedMinimumSeats", "pricePerSeat", "seatMetric", "tiers"],
      ["usageMetricId", "pricePerUnit"],
    ],
    ["PACKAGE", ["packageSize", "pricePerPackage"], ["price", "tiers"]],
  ])("inside a structure of %s: its fields and no others", async (pricingType, offered, others) => {
    const found = labels(await completions("sequence", `${PRICE}          pricingType: ${pricingType}\n          |`));
    for (const name of offered) expect(found).toContain(name);
    for (const name of others) expect(found).not.toContain(name);
  });

  it("offers the pricing types, the currencies, and the fields of an entry", async () => {
    expect(labels(await completions("sequence", `${PRICE}          pricingType: |`))).toEqual(
      expect.arrayContaining(["FIXED", "GRADUATED", "VOLUME"]),
    );
    expect(labels(await completions("sequence", PRICE.replace("EUR", "|")))).toEqual(
      expect.arrayContaining(["EUR", "USD", "JPY"]),
    );
    expect(labels(await completions("fynn", "vendor: fynn\nproducts:\n  seat:\n    name: Seat\n    |"))).toEqual(
      expect.arrayContaining(["archived", "lifecycle", "pricePlans", "taxGroup", "type"]),
    );
    expect(
      labels(
        await completions(
          "polar",
          "vendor: polar\nproducts:\n  pro:\n    name: Pro\n    prices:\n      - amount_type: custom\n        |",
        ),
      ),
    ).toEqual(expect.arrayContaining(["minimum_amount", "preset_amount", "price_currency"]));
  });
});

describe("hover", () => {
  const hover = async (vendor: string, marked: string): Promise<string> => {
    const { uri, position } = await open(vendor, marked);
    const answer = await connection.sendRequest<{ contents: { value: string } } | null>("textDocument/hover", {
      textDocument: { uri },
      position,
    });
    return answer?.contents.value ?? "";
  };

  it("says what a field means, its unit and where the vendor documents it", async () => {
    const price = await hover("sequence", `${PRICE}          pricingType: FIXED\n          pri|ce: "99.00"\n`);
    expect(price).toContain("Charged once every billing period.");
    expect(price).toContain("major units of the currency");
    expect(price).toContain("docs.sequencehq.com");
    expect(
      await hover(
        "polar",
        "vendor: polar\nproducts:\n  pro:\n    name: Pro\n    prices:\n      - amount_type: fixed\n" +
          "        price_am|ount: 2900\n",
      ),
    ).toContain("cents");
    expect(
      await hover("fynn", "vendor: fynn\nproducts:\n  seat:\n    name: Seat\n    type: product\n    arch|ived: true\n"),
    ).toContain("archives the product");
  });
});

describe("errors", () => {
  it("a catalogue in order has none, placeholders and templates included", async () => {
    const { problems } = await open(
      "sequence",
      "x-base: &base { billingFrequency: MONTHLY, billingType: IN_ADVANCE }\n" +
        `${PRICE.replace("currency: EUR", "currency: ${currency}").replace(
          "        billingFrequency: MONTHLY\n" + "        billingType: IN_ADVANCE\n",
          "        <<: *base\n",
        )} ` +
        '         pricingType: FIXED\n          price: "${price}"\n',
    );
    expect(await problems).toEqual([]);
  });

  it("stand where they are", async () => {
    const { problems } = await open("sequence", `${PRICE}          pricingType: FIXED\n          pricee: "99.00"\n`);
    const found = await problems;
    expect(found.map(({ range }) => range.start.line)).toContain(13);
    expect(found.map(({ message }) => message).join()).toMatch(/pricee/);
  });

  it("sample customers have quantities, at the head of a file and in an entry", async () => {
    const product = (quantity: string): string =>
      "vendor: fynn\nx-examples: { big team: { seats: 60 } }\nproducts:\n  seat:\n    name: Seat\n" +
      `    x-examples: { small team: { seats: ${quantity} } }\n`;
    const messages = async (text: string): Promise<readonly string[]> =>
      (await (await open("fynn", text)).problems).map(({ message }) => message);
    const [fine, wrong] = [await messages(product("2.5")), await messages(product("-2"))];
    expect(wrong.filter((message) => !fine.includes(message))).toHaveLength(1);
    expect(await messages(product("many"))).not.toEqual(fine);
  });
});
