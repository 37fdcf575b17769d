/** What a pull works on, and what comes of it. */

import type { SourceFile } from "../../catalogue/files.js";
import type { CatalogueModel, Entry } from "../../catalogue/model.js";
import type { Inventory } from "../../inventory/inventory.js";
import type { AccountNames } from "../../inventory/names.js";

export interface PullRequest {
  /** All files of the catalogue; without problems. */
  readonly files: readonly SourceFile[];
  /** Their entries, of all accounts. */
  readonly entries: readonly Entry[];
  /** Reads files as they would be after the pull. */
  readonly load: (files: readonly SourceFile[]) => CatalogueModel;
  /** Archived objects too. */
  readonly inventory: Inventory;
  readonly names: AccountNames;
  /** The rows of the stack's state. */
  readonly rows: readonly PulledRow[];
  /** The owner in the marks of the stack. */
  readonly owner: string;
  readonly options: PullOptions;
}

/** A row of the stack's state. */
export interface PulledRow {
  readonly id: string;
  readonly type: string;
  readonly account: string;
  readonly address: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Of a replaced object that is still to be deleted. */
  readonly isLeftover?: boolean;
}

export interface PullOptions {
  /** Archived objects without an entry get one too. */
  readonly archived?: boolean;
  /** A file of the catalogue folder for new entries, relative to it. */
  readonly into?: string;
  /** Where new entries go: one file for the account, or one for each of them. */
  readonly split?: "account" | "product";
  /** Writes over what a person has changed in a file. */
  readonly force?: boolean;
  /** Fields that an entry does not name are added to it. */
  readonly allFields?: boolean;
  /** Objects that cannot be told apart get entries with their ids. */
  readonly doubles?: boolean;
  /** Only these entries are changed, and objects without an entry get none. By address. */
  readonly only?: ReadonlySet<string>;
  /** Whether a file of the folder exists, such as a schema. */
  readonly exists?: (name: string) => boolean;
}

/** What happens to an object or an entry. */
export interface PulledItem {
  /**
   * added: it gets an entry. changed: its entry gets the vendor's values. edited: the file was changed since the last
   * `up`, and the vendor was not. conflict: both were. refused: the file cannot be changed there. left-out: it gets no
   * entry.
   */
  readonly outcome: "added" | "changed" | "edited" | "conflict" | "refused" | "left-out";
  /** "list price" */
  readonly kind: string;
  readonly id?: string;
  readonly address?: string;
  /** As people know it. */
  readonly name?: string;
  readonly fields?: readonly PulledField[];
  /** Why, and what to do. */
  readonly message?: string;
  readonly remedy?: string;
}

export interface PulledField {
  readonly name: string;
  /** In words: "structure.price 10.00 → 12.00", from the file to the vendor. */
  readonly change: string;
}

export interface ChangedFile {
  /** Relative to the catalogue folder. */
  readonly name: string;
  /** undefined: the file is new. */
  readonly before: string | undefined;
  readonly after: string;
}

export interface Pulled {
  readonly files: readonly ChangedFile[];
  readonly items: readonly PulledItem[];
  /** What could not be read, or is not asked for, in sentences. */
  readonly remarks: readonly string[];
}
