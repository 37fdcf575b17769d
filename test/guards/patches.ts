/** The provider's guards, each with what switches it off and with what must notice that. */
import type { Patch } from "./builds.js";
import type { SITUATIONS } from "./situations.js";

type Guards = Readonly<Record<string, readonly Patch[]>>;

const NO_LOOK: readonly Patch[] = [{ in: "lifecycle", function: "look", returns: '{ act: "create" }' }];

/** What the law would miss. */
export const IN_THE_LAW: Guards = {
  "look before POST": NO_LOOK,
  "the state check before adopting": [{ in: "lifecycle", function: "heldIds", returns: "new Map()" }],
  "overlay PUT": [
    // Without the values that may be set in the dashboard only.
    {
      in: "lifecycle",
      function: "putBody",
      returns:
        "untouched(given[0], given[1], Object.fromEntries(Object.entries(given[2]).filter(([name]) => " +
        "(given[0].fields[name] ?? { required: true }).required)), given[3])",
    },
  ],
  "the host guard": [
    { in: "lifecycle", function: "guardRow" },
    { in: "accounts", function: "guardHosts" },
  ],
  "managed fields that are gone": [
    { in: "lifecycle", from: "if (was === undefined && is === undefined)", to: "if (is === undefined)" },
  ],
  "comparing values": [{ in: "fields", function: "same", returns: "true" }],
  "what else an object has set": [{ in: "lifecycle", from: "return extra.length === 0;", to: "return true;" }],
  "taking back what was made in another organization": [{ in: "lifecycle", function: "checkMade" }],
  "gone only with proof": [{ in: "lifecycle", function: "accountAnswers", returns: "true" }],
};

/** What the scenarios of faults would miss. */
export const UNDER_FAULTS: Guards = {
  "look before POST": NO_LOOK,
  "a search after a create without an answer": [{ in: "lifecycle", function: "search", returns: "{ looks: 0 }" }],
  "a POST that is sent once": [{ in: "http", function: "repeats", returns: 'untouched(given[0], "repeatable")' }],
  "the recovery of what was just created": [
    { in: "lifecycle", function: "circumstances", returns: "{ ...(await untouched(...given)), isYoung: () => false }" },
  ],
  "the wire sanitiser": [{ in: "lifecycle", function: "wireSafe", returns: "given[0]" }],
  "secrets taken out": [
    {
      in: "lifecycle",
      from: "const text = readableLines(this.#runtime.redactor.text(words));",
      to: "const text = words;",
    },
    { in: "accounts", from: "redact: (text) => runtime.redactor.text(text),", to: "redact: (text) => text," },
  ],
};

/** Follows redirects, as `fetch` does by itself. */
const FOLLOWS = `{
  ...untouched(...given),
  request: async ({ origin, path, ...request }) => {
    const answer = await fetch(origin + path, request);
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
  },
}`;

/** What only a situation of its own shows. */
export const IN_A_SITUATION: Readonly<
  Record<string, { readonly situation: keyof typeof SITUATIONS; readonly patches: readonly Patch[] }>
> = {
  "the organization that is proven before the first create": {
    situation: "a new entry with a token of another organization",
    patches: [{ in: "lifecycle", function: "proveOrganization" }],
  },
  "the organization of what was created": {
    situation: "a new entry with a token of another organization, which the token cannot read",
    patches: [{ in: "lifecycle", function: "checkMade" }],
  },
  "the organization of an answer": {
    situation: "a removed entry whose object is in another organization",
    patches: [{ in: "lifecycle", function: "guardOrganization" }],
  },
  "the contract of answers": {
    situation: "a refresh that is answered with another form",
    patches: [{ in: "accounts", function: "contractViolation" }],
  },
  "the owner at delete": {
    situation: "a removed entry whose object another stack has adopted",
    patches: [{ in: "lifecycle", function: "guardOwner" }],
  },
  "the count before archiving": {
    situation: "an object that somebody has subscribed to",
    patches: [{ in: "lifecycle", function: "refusalToArchive" }],
  },
  "what the vendor cannot change, in an adoption": {
    situation: "an entry that takes an object which differs in what is fixed",
    patches: [{ in: "lifecycle", function: "fixedStop" }],
  },
  "the mark of another stack, in an adoption": {
    situation: "an entry that takes an object with the mark of another stack",
    patches: [{ in: "lifecycle", function: "foreignStop" }],
  },
  "the list of active objects, in an adoption": {
    situation: "an entry that takes an archived object which no list shows",
    patches: [{ in: "lifecycle", function: "guardActive" }],
  },
  "the state check before an adoption": {
    situation: "an entry that takes the object of another entry",
    patches: [{ in: "lifecycle", function: "heldIds", returns: "new Map()" }],
  },
  "the preview before an adoption": {
    situation: "a preview of an adoption that shows more",
    patches: [{ in: "cli", function: "isHarmless", returns: "true" }],
  },
  "the adoption window": {
    situation: "an equal object of long ago",
    patches: [
      {
        in: "lifecycle",
        function: "circumstances",
        returns: "{ ...(await untouched(...given)), isYoung: () => true }",
      },
    ],
  },
  "the check of an update's answer": {
    situation: "an update without effect",
    patches: [{ in: "lifecycle", function: "demandFields" }],
  },
  "the judge of archive answers": {
    situation: "an archive call without effect",
    patches: [{ in: "lifecycle", function: "demandState" }],
  },
  "redirects that are refused": {
    situation: "a host that redirects",
    patches: [{ in: "http", function: "undiciTransport", returns: FOLLOWS }],
  },
  "credentials that must be secret": {
    situation: "credentials in plain text",
    patches: [
      { in: "pulumi", function: "isSecret", returns: 'given[0].endsWith(":credentials") || untouched(...given)' },
    ],
  },
  "credentials that must be secret one by one": {
    situation: "one of the credentials in plain text",
    patches: [{ in: "pulumi", function: "plainMembers", returns: "[]" }],
  },
};
