/** What happens in a random sequence. */

/** One thing that happens; `a` and `b` choose among what there is. */
export interface Command {
  readonly do: (typeof COMMANDS)[number];
  readonly a: number;
  readonly b: number;
}

/** Edits of the YAML. */
export const EDITS = [
  "add",
  "update",
  "name-optional",
  "drop-optional",
  "replace-field",
  "archive",
  "archive-with-children",
  "unarchive",
  "remove",
  "remove-and-add-equal",
  "rename",
  "successor",
  "swap",
] as const;
/** Ways to run it, or to disturb it. */
const RUNS = [
  "up",
  "up-refresh",
  "up-replace",
  "up-taint",
  "up-target",
  "killed-up",
  "dashboard-edit",
  "dashboard-edit-inside",
  "dashboard-edit-named",
  "dashboard-archive",
  "foreign-object",
  "foreign-twin",
  "wrong-host",
  "other-credentials",
  "lists-leave-out",
  "nothing-answers",
] as const;
export const COMMANDS = [...EDITS, ...RUNS] as const;
