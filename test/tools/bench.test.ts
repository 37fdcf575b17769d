/** The page of the benchmarks contains the measurements, and nothing else. */
import { describe, expect, it } from "vitest";
import { document } from "../../tools/bench/document.ts";
import { picture } from "../../tools/bench/picture.ts";
import type { PartResults, Results } from "../../tools/bench/results.ts";

const measured = (operation: string, entries: number, variant: string, wall: number, more: object = {}) => ({
  case: { operation, entries, variant },
  values: { wall, ...more },
});

const part = (rest: Partial<PartResults>): PartResults => ({
  date: "2026-01-31",
  command: "npm run bench",
  samples: [],
  failures: [],
  ...rest,
});

const operations = part({
  samples: [
    ...[2_400, 2_000, 3_000].map((wall) => measured("first up", 1_000, "ours", wall, { state: 2_000_000 })),
    ...[1_100, 900].map((wall) => measured("first up", 1_000, "floor", wall, { state: 1_600_000 })),
    measured("first up", 1_000, "usual", 123_456, { state: 9_000_000, requests: 1_000 }),
    measured("first up", 10, "ours", 700),
  ],
  failures: [{ case: { operation: "refresh", entries: 10, variant: "usual" }, message: "pulumi refresh ended with 1" }],
});

const results = (parts: Results["parts"]): Results => ({
  machine: { processor: "a processor", Node: "24.0.0" },
  parts,
});
const page = (parts: Results["parts"], aims: Parameters<typeof document>[1] = []): string =>
  document(results(parts), aims, false);

describe("the page", () => {
  it("has the median, the spread, the ratio to the floor and the number of runs of each operation", () => {
    const text = page({ operations });
    expect(text).toContain(
      "| first up | 1,000 | 2.40 (2.00–3.00) | 1.00 (0.90–1.10) | 123 | 2.40 | 123.46 | 3, 2, 1 |",
    );
    expect(text).toContain("| first up | 10 | 0.70 | – | – | – | – | 1, 0, 0 |");
    expect(text).toContain("| 1,000 | 2,000 | 1,600 | 9,000 | 1.25 |");
  });

  it("has the aim of an operation beside its ratio", () => {
    const text = page({ operations }, [{ operation: "first up", entries: 1_000, most: 1.5 }]);
    expect(text).toContain("| 123 | 2.40 | ≤ 1.5 | 123.46 | 3, 2, 1 |");
    expect(text).toContain("| – | – | – | – | 1, 0, 0 |");
  });

  it("says on what and when it was measured, and what failed", () => {
    const text = page({ operations });
    expect(text).toContain("| processor | a processor |");
    expect(text).toContain("Measured on 2026-01-31 with `npm run bench`.");
    expect(text).toContain("- refresh, 10, usual: pulumi refresh ended with 1");
  });

  it("has no section for what was not measured", () => {
    const samples = [{ case: { step: "to Markdown" }, values: { wall: 12.4, cpu: 11.6, bytes: 1_234 } }];
    const text = page({ review: part({ samples }) });
    expect(text.match(/^## .*/gm)).toEqual(["## Reviews"]);
    expect(text).toContain("| to Markdown | 12 | 12 | 1,234 | 1 |");
  });
});

describe("the picture", () => {
  it("has a point for each median, and a name for each line", () => {
    const drawn = picture(operations) ?? "";
    expect(drawn.match(/<circle /g)).toHaveLength(4);
    expect([...drawn.matchAll(/class="name"[^>]*>([a-z]+)</g)].map(([, name]) => name)).toEqual(
      expect.arrayContaining(["ours", "floor", "usual"]),
    );
    expect(drawn).not.toContain("NaN");
  });

  it("is not drawn without measurements", () => {
    expect(picture(part({}))).toBeUndefined();
  });
});
