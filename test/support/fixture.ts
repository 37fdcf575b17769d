/** What tests that run over all vendors need to know of each: entries to write, and what people do in dashboards. */
import type { Json, JsonObject } from "../../provider/fields/shape.js";
import type { Registry } from "../../provider/kinds/registry.js";
import type { Sandbox } from "../../sandboxes/sandbox.ts";
import type { KindOracle } from "./oracles/forms.js";
import type { Random } from "./random.js";
import type { WorldAccount } from "./world.js";

/** An object at a vendor, as somebody looking at the dashboard sees it. */
export interface LiveObject {
  readonly kind: string;
  readonly id: string;
  readonly archived: boolean;
  readonly body: JsonObject;
}

export interface KindFixture {
  readonly kind: string;
  readonly collection: string;
  /** Valid fields; another `n` is another content. */
  readonly fields: (n: number | string) => JsonObject;
  /** A field that updates in place, and a value for it. */
  readonly update: (n: number | string) => JsonObject;
  /** A field whose change makes a new object. */
  readonly replace: JsonObject;
  /** A field that can be taken away again. */
  readonly optional?: { readonly name: string; readonly value: Json };
  /** More edits in place, and more that can be named and taken away again: for random sequences. */
  readonly edits?: readonly ((n: number) => JsonObject)[];
  readonly optionals?: readonly JsonObject[];
  /** Entries of another form, with edits of their own: for random sequences. */
  readonly varieties?: readonly Variety[];
  /** Something that people set in the dashboard and no entry names. */
  readonly dashboard: JsonObject;
  /** Members that people set within a value in the dashboard, and that no entry names. */
  readonly inside?: JsonObject;
  /** What somebody's object, otherwise equal to an entry's, has set besides. Absent: there can be none. */
  readonly twin?: JsonObject;
  /** Requests that create, update and archive, as "POST /products". */
  readonly requests: {
    readonly create: string;
    readonly update: (id: string) => string;
    readonly archive: (id: string) => string;
  };
}

export interface Variety {
  readonly fields: (n: number) => JsonObject;
  readonly edits: readonly ((n: number) => JsonObject)[];
  readonly inside?: JsonObject;
}

/** How an account of the vendor behaves where its documentation leaves it open, and the settings that go with it. */
export interface Behaviour {
  readonly switches: object;
  readonly account: JsonObject;
  /** Archived objects cannot be read one by one, so that nobody can change them. */
  readonly archivedAreHidden?: boolean;
}

export interface VendorFixture {
  readonly name: string;
  /** In test names, where a vendor has several fixtures. */
  readonly label?: string;
  /** Entries that the others of a random catalogue may name. */
  readonly beside?: JsonObject;
  readonly registry: Registry;
  readonly canUnarchive: boolean;
  readonly product: KindFixture;
  readonly child?: KindFixture;
  readonly account: (switches?: object, config?: JsonObject) => WorldAccount;
  /** One of the ways in which an account may behave. */
  readonly anyBehaviour: (random: Random) => Behaviour;
  /** Credentials that do not belong to the account. */
  readonly otherCredentials: Readonly<Record<string, string>>;
  /** What the vendor has to have, by kind. */
  readonly oracles: Readonly<Record<string, KindOracle>>;
  readonly objects: (sandbox: Sandbox) => LiveObject[];
  /** Objects in the account that `otherCredentials` belong to, if it exists. */
  readonly otherObjects?: (sandbox: Sandbox) => LiveObject[];
  /** Changes an object behind the catalogue's back. */
  readonly edit: (sandbox: Sandbox, id: string, members: JsonObject) => void;
  readonly archive: (sandbox: Sandbox, id: string) => void;
  /** Somebody subscribes to an object: one of those that the kind counts as subscribers. */
  readonly subscribe: (sandbox: Sandbox, id: string) => void;
  /** Somebody else makes an object like this one, with more members; returns its id. */
  readonly copy: (sandbox: Sandbox, id: string, members: JsonObject) => string;
}
