/** What companies call what they sell: the words of the seeds. */
import type { Random } from "./random.ts";

interface Offer {
  readonly name: string;
  readonly description: string;
}

const OFFERS: readonly Offer[] = [
  { name: "Platform", description: "Projects, files and calendars for a team" },
  { name: "Workspace", description: "A shared workspace with everything in it" },
  { name: "Analytics", description: "Dashboards, exports and alerts" },
  { name: "API calls", description: "Requests to the public API" },
  { name: "Storage", description: "Gigabytes above what the plan includes" },
  { name: "Seats", description: "Everybody who signs in" },
  { name: "Viewer seats", description: "Everybody who only reads" },
  { name: "Support", description: "Answers within four hours on working days" },
  { name: "Onboarding", description: "A day with our people" },
  { name: "Data migration", description: "We bring what you have" },
  { name: "Single sign-on", description: "SAML and SCIM" },
  { name: "Audit log", description: "Who did what, for seven years" },
  { name: "Data residency", description: "All data stays in the chosen region" },
  { name: "Sandbox environment", description: "A copy to try things out" },
  { name: "E-mail credits", description: "Messages that are sent for you" },
  { name: "SMS", description: "Text messages, by country" },
  { name: "AI assistant", description: "Answers from your own documents" },
  { name: "Tokens", description: "Tokens of the language model" },
  { name: "Compute minutes", description: "Build and test minutes" },
  { name: "Bandwidth", description: "Traffic out of our network" },
  { name: "Invoicing", description: "Invoices in the customer's language" },
  { name: "Payments", description: "A share of the turnover" },
  { name: "White label", description: "Your logo and your domain" },
  { name: "Backup", description: "Daily, kept for 90 days" },
];
const EDITIONS = ["Starter", "Team", "Business", "Enterprise", "Professional", "Basic", "Plus", "Scale"];
const MARKETS = ["EU", "US", "UK", "DACH", "Nordics", "Japan"];
const NOTES = ["2022", "2023", "2024", "legacy", "new", "partner", "pilot", "non-profit", "reseller"];

/** Names that break what quotes too little or cuts too much: YAML, HTML, Markdown, terminals, paths, placeholders. */
export const ODD_NAMES: readonly string[] = [
  "Pro: monthly # not the old one",
  "- Add-on (list?)",
  "\"Quoted\" & 'single' <b>bold</b>",
  "Prämie für Übergrößen – 5 € günstiger",
  "料金プラン・標準",
  "خطة الأعمال",
  "Rocket 🚀 plan 👩‍👩‍👧‍👦",
  "${platformPrice} or $${escaped}",
  "C:\\plans\\../../etc",
  "*anchor &alias !tag %directive",
  "{ braces: [and, brackets] }",
  "@mention `code` | table",
  "0x1F",
  "2024-01-01",
  "true",
  "1e3",
  "Zero\u200bwidth and no\u00a0break",
  "Line one\nline two",
  "Tab\tand \\t",
  "A name that goes on and on, for a plan that nobody can tell apart",
];

export interface Naming {
  /** A product that has no name like it yet. */
  readonly offer: () => Offer;
  /** "Platform, Team, yearly": a price below the product. */
  readonly price: (product: string, period: string, more?: string) => string;
}

/** Names are used once; a name that is taken gets a market, a note or a number. */
export function namingWith(random: Random): Naming {
  const taken = new Set<string>();
  const unused = (base: string): string => {
    for (let number = 2; ; number += 1) {
      const [market, note] = [random.pick(MARKETS), random.pick(NOTES)];
      const name = random.pick([`${base} ${market}`, `${base} (${note})`, `${base} ${market} (${note})`]);
      const free = number < 6 ? name : `${base} v${number - 4}`;
      if (!taken.has(free)) return free;
    }
  };
  return {
    offer: () => {
      const { name, description } = random.pick(OFFERS);
      const base = random.chance(0.6) ? `${name} ${random.pick(EDITIONS)}` : name;
      const found = taken.has(base) ? unused(base) : base;
      taken.add(found);
      return { name: found, description };
    },
    price: (product, period, more) => {
      const written = `${product}, ${period.toLowerCase().replaceAll("_", " ")}`;
      return more === undefined ? written : `${written} (${more})`;
    },
  };
}
