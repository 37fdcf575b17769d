import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sinceOf } from "../../provider/cli/log/since.js";
import {
  inShort,
  polar,
  product,
  repository,
  run,
  runIn,
  shown,
  shownIn,
  threeCommits,
  UP,
  write,
} from "./log-repository.js";

describe("a history", () => {
  it("as text: when, what it meant in money, who and which commit", () => {
    const [first, second, third] = threeCommits().map((hash) => hash.slice(0, 7));
    expect(run("polar/team")).toEqual({
      status: 0,
      stderr: "",
      stdout: `polar/team: 3 changes

2026-01-03  USD 25.00 → 30.00 per month (+20.0 %): a new price; current
            subscribers keep USD 25.00; renamed from polar/pro
            Cleo, ${third} Call it Team

2026-01-02  ${UP}: a new price; current
            subscribers keep USD 20.00
            Ben, ${second} Raise Pro

2026-01-01  new: USD 20.00 per month
            Ann, ${first} Add Pro
`,
    });
  });

  it("as JSON, with the price in money and the commits", () => {
    const [first, second, third] = threeCommits();
    const { version, exists, more, shallow, skipped, changes } = shown("polar/team");
    expect({ version, exists, more, shallow, skipped }).toEqual({
      version: 1,
      exists: true,
      more: false,
      shallow: false,
      skipped: [],
    });
    expect(changes.map(({ commit }) => [commit.hash, commit.author])).toEqual([
      [third, "Cleo"],
      [second, "Ben"],
      [first, "Ann"],
    ]);
    expect(changes[1]).toMatchObject({
      what: ["changed"],
      money: {
        direction: "up",
        prices: [{ percent: "+25.0 %", before: { amount: "20.00" }, after: { amount: "25.00" } }],
      },
    });
  });

  it("of the former address ends with the rename, and says where it goes on", () => {
    threeCommits();
    const { stdout, stderr } = run("polar/pro");
    expect(stdout).toContain("polar/pro: 3 changes; it is not in the files any more");
    expect(stdout).toContain("2026-01-03  renamed to polar/team");
    expect(stderr).toBe("note: its history goes on under its new address: catalogue log polar/team\n");
  });

  it("through an archive that cannot be taken back, a removal, and a new entry of the same address", () => {
    const price = (rest: string): string =>
      `vendor: sequence\nproducts:\n  base:\n    name: Base\n    listPrices:\n${rest}`;
    const monthly = (amount: string, more = ""): string =>
      "      monthly: { name: Monthly, currency: EUR, billingFrequency: MONTHLY, billingType: IN_ADVANCE, " +
      `structure: { pricingType: FIXED, price: "${amount}" }${more} }\n`;
    for (const rest of [monthly("9.00"), monthly("9.00", ", archived: true"), "      {}\n", monthly("11.00")]) {
      repository.write("catalogue/sequence.yaml", price(rest));
      repository.commit("A step");
    }
    expect(inShort(shown("sequence/base/monthly"))).toEqual([
      "created: new: EUR 11.00 per month",
      "removed: removed from the files; nothing changes at the vendor",
      "archived: archived; Sequence cannot bring it back; running schedules go on",
      "created: new: EUR 9.00 per month",
    ]);
  });

  it("without renamedFrom: a new object, and the history goes on before it", () => {
    write("catalogue/polar.yaml", "pro", 2_000);
    repository.commit("Add");
    write("catalogue/polar.yaml", "plus", 2_000);
    repository.commit("Another key");
    const { changes } = shown("polar/plus");
    expect(changes.map(({ what }) => what)).toEqual([["renamed"], ["created"]]);
    expect(changes[0]?.sentence).toBe(
      "renamed from polar/pro without `renamedFrom`: a new product for the old one, which is archived",
    );
  });

  it("through a template, another file, a renamed file and a renamed folder", () => {
    const template = (amount: number): string =>
      `vendor: polar\nx-p: &p [{ amount_type: fixed, price_amount: ${amount} }]\n# ${"-".repeat(200)}\nproducts:\n` +
      "  pro: { name: Pro, recurring_interval: month, prices: *p }\n";
    repository.write("prices/one.yaml", template(2_000));
    repository.commit("Add");
    repository.write("prices/one.yaml", template(2_500));
    repository.commit("Raise the template");
    repository.git("mv", "prices/one.yaml", "prices/two.yaml");
    repository.commit("Rename the file");
    repository.git("mv", "prices", "catalogue");
    repository.commit("Rename the folder");
    expect(inShort(shown("polar/pro"))).toEqual([
      "moved: moved from prices/two.yaml to catalogue/two.yaml",
      "moved: moved from prices/one.yaml to prices/two.yaml",
      `changed: ${UP}: a new price; current subscribers keep USD 20.00`,
      "created: new: USD 20.00 per month",
    ]);
  });

  it("of a merge: when it was merged, by the author of the change", () => {
    write("catalogue/polar.yaml", "pro", 2_000);
    repository.commit("Add");
    repository.git("checkout", "--quiet", "-b", "raise");
    repository.write("notes.txt", "more");
    repository.commit("Something else", "Ann");
    write("catalogue/polar.yaml", "pro", 2_500);
    const raised = repository.commit("Raise it", "Ben");
    repository.git("checkout", "--quiet", "main");
    repository.write("README", "main goes on");
    repository.commit("Something on main", "Cleo");
    const merged = repository.merge("raise", "Merge the prices", "Dora");
    const { changes } = shown("polar/pro");
    expect(changes.map(({ commit }) => commit.subject)).toEqual(["Merge the prices", "Add"]);
    expect(changes[0]?.merged).toMatchObject([{ hash: raised, author: "Ben", subject: "Raise it" }]);
    expect(run("polar/pro").stdout).toContain(
      `2026-01-05  ${UP}: a new price; current\n            subscribers keep USD 20.00\n            ` +
        `Ben, ${raised.slice(0, 7)} Raise it; merged by Dora, ${merged.slice(0, 7)} Merge the`,
    );
  });
});

describe("values of a stack", () => {
  const values = (amount: number): void =>
    repository.write("Pulumi.dev.yaml", `config:\n  catalogue:values: { pro: ${amount} }\n`);
  const placeholder = (name: string): void => write("catalogue/polar.yaml", "pro", `"$\{${name}}"`);

  it("with --stack: a change of the value is a change of the price", () => {
    repository.write("Pulumi.yaml", "name: catalogue\nruntime: nodejs\n");
    placeholder("pro");
    repository.commit("Add, before there is a stack");
    values(2_000);
    repository.commit("The stack");
    values(2_500);
    repository.commit("Raise the value", "Ben");
    const { changes } = shown("polar/pro", "--stack", "dev");
    expect(changes.map(({ commit, sentence }) => [commit.subject, sentence])).toEqual([
      ["Raise the value", `${UP}: a new price; current subscribers keep USD 20.00`],
      ["Add, before there is a stack", "new: USD 20.00 per month"],
    ]);
    expect(inShort(shown("polar/pro", "--config-file", "Pulumi.dev.yaml"))).toHaveLength(2);
    expect(run("polar/pro", "--stack", "dev").stdout).toContain("with the values of dev at each commit");
  });

  it("without: the text of the placeholder", () => {
    placeholder("old");
    repository.commit("Add");
    placeholder("new");
    repository.commit("Another value");
    expect(inShort(shown("polar/pro"))).toEqual([
      expect.stringMatching(/^changed: .* \(\$\{old\} → \$\{new\}\)$/),
      expect.stringMatching(/^created: .* \(\$\{old\}\)$/),
    ]);
  });

  it("a stack without a file: 1, with what to do", () => {
    threeCommits();
    const { stderr } = run("polar/team", "--stack", "nowhere");
    expect(stderr).toContain("Pulumi.nowhere.yaml does not exist");
  });
});

describe("what is left out is said", () => {
  it("a commit that does not load: its change is shown with the next one", () => {
    write("catalogue/polar.yaml", "pro", 2_000);
    repository.commit("Add");
    repository.write("catalogue/polar.yaml", polar(`  pro: ${product(2_500)}\n`, "  bad: [\n"));
    const broken = repository.commit("Raise it, and break the file");
    write("catalogue/polar.yaml", "pro", 2_500);
    repository.commit("Mend it");
    const { changes, skipped } = shown("polar/pro");
    expect(changes.map(({ commit }) => commit.subject)).toEqual(["Mend it", "Add"]);
    expect(skipped).toEqual([
      {
        commit: expect.objectContaining({ hash: broken }),
        problem: expect.stringContaining("catalogue/polar.yaml:4: "),
      },
    ]);
    const { stderr } = run("polar/pro");
    expect(stderr).toContain("note: 1 commit passed over, because the catalogue does not load there");
    expect(stderr).toContain(`  ${broken.slice(0, 7)} Raise it, and break the file: catalogue/polar.yaml:4: `);
  });

  it("the catalogue of HEAD does not load", () => {
    threeCommits();
    repository.write("catalogue/polar.yaml", "vendor: polar\nproducts: [\n");
    repository.commit("Break it");
    const made = shown("polar/team");
    expect(made.changes).toHaveLength(3);
    expect(made.skipped).toHaveLength(1);
    expect(made.exists).toBe(true);
  });

  it("--limit and --since", () => {
    threeCommits();
    expect(shown("polar/team", "--limit", "2")).toMatchObject({ more: true, changes: [{}, {}] });
    expect(shown("polar/team", "--limit", "3").more).toBe(false);
    const since = shown("polar/team", "--since", "2026-01-02T00:00Z");
    expect(since.changes.map(({ commit }) => commit.subject)).toEqual(["Call it Team", "Raise Pro"]);
    expect(since.more).toBe(true);
    const { stdout, stderr } = run("polar/team", "--since", "2026-02-01");
    expect(stdout).toBe("polar/team: no changes\n");
    expect(stderr).toContain("note: there are earlier changes");
    expect(run("polar/team", "--since", "last Tuesday").stderr).toContain(
      '"last Tuesday" is not a date\n  what to do: ',
    );
  });

  it("a shallow clone", () => {
    threeCommits();
    const clone = join(repository.path, "clone");
    repository.git("clone", "--quiet", "--depth", "2", `file://${repository.path}`, clone);
    const made = shownIn(clone, "polar/team");
    expect(made.shallow).toBe(true);
    expect(made.changes.map(({ commit }) => commit.subject)).toEqual(["Call it Team"]);
    expect(runIn(clone, "polar/team").stderr).toContain("git fetch --unshallow");
  });
});

describe("--since", () => {
  const now = new Date(2026, 4, 31, 12);
  it.each([
    ["2026-01-31", new Date(2026, 0, 31)],
    ["2026-01-31T12:00Z", new Date(Date.UTC(2026, 0, 31, 12))],
    ["2 weeks", new Date(2026, 4, 17, 12)],
    ["1 year ago", new Date(2025, 4, 31, 12)],
  ])("%s", (text, expected) => expect(sinceOf(text, now)).toEqual(expected));

  it.each(["", "2026-02-31", "2026-13-01", "soon", "31.01.2026", "-1 days"])("refuses %j", (text) =>
    expect(() => sinceOf(text, now)).toThrow("is not a date"));
});
