/** The rules about prices in `catalogue validate`: only where nothing else is wrong. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { validate } from "../../provider/cli/validate.js";

const FALLS = `vendor: polar
products:
  team:
    name: Team
    recurring_interval: month
    prices:
      - amount_type: seat_based
        seat_tiers:
          tiers: [{ min_seats: 1, max_seats: 20, price_per_seat: 2500 }, { min_seats: 21, price_per_seat: 2000 }]
`;
const ACCEPT = '    lifecycle: { accept: { total-falls: "20 for 500.00, 21 for 420.00: for schools" } }\n';

const root = mkdtempSync(join(tmpdir(), "rules-"));
const folder = join(root, "catalogue");
let printed = "";

beforeEach(() => {
  printed = "";
  mkdirSync(folder, { recursive: true });
  vi.spyOn(process, "cwd").mockReturnValue(root);
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rmSync(root, { recursive: true }));

function run(text: string, config?: string): number {
  writeFileSync(join(folder, "polar.yaml"), text);
  if (config !== undefined) writeFileSync(join(root, "stack.yaml"), `config:\n  catalogue:review: ${config}\n`);
  return validate(folder, { format: "json", ...(config === undefined ? {} : { configFile: "stack.yaml" }) });
}
const problems = (): Record<string, unknown>[] => JSON.parse(printed).problems;

describe("catalogue validate", () => {
  it("shows a warning at its place, with the line that accepts it", () => {
    expect(run(FALLS)).toBe(0);
    expect(problems()).toEqual([
      {
        code: "total-falls",
        severity: "warning",
        file: "polar.yaml",
        line: 9,
        column: 11,
        length: expect.any(Number),
        message: "21 seats cost USD 420.00, but 20 cost USD 500.00",
        remedy:
          "raise the price of the tier that begins there, or lower that of the tier before; or, if it is right, add " +
          '`lifecycle: { accept: { total-falls: "20 for 500.00, 21 for 420.00: why" } }`',
      },
    ]);
  });

  it("shows nothing that is accepted", () => {
    expect(run(FALLS + ACCEPT)).toBe(0);
    expect(problems()).toEqual([]);
  });

  it("fails where the configuration of the stack says that it blocks, or refuses that configuration", () => {
    expect(run(FALLS, "{ severities: { total-falls: block } }")).toBe(1);
    expect(problems()).toMatchObject([{ code: "total-falls", severity: "problem" }]);
    expect(run(FALLS, "{ severities: { total-falls: note } }")).toBe(0);
    expect(() => run(FALLS, "{ severities: { total-fall: note } }")).toThrow(/did you mean `total-falls`/);
  });

  it("fails where an acceptance has other values", () => {
    expect(run(FALLS + ACCEPT.replace("420", "410"))).toBe(1);
    expect(problems()).toMatchObject([
      { code: "total-falls", severity: "warning", line: 9 },
      { code: "acceptance-unfit", severity: "problem", line: 10 },
    ]);
  });

  it("is silent about prices where something else is wrong", () => {
    expect(run(FALLS.replace("name: Team", "nmae: Team"))).toBe(1);
    expect(problems().map(({ code }) => code)).not.toContain("total-falls");
  });
});
