/** The exit codes of all commands. */
export const EXIT = {
  /** No problems and no differences. */
  fine: 0,
  /** Problems were found, the command failed, or its arguments are wrong. */
  problems: 1,
  /** There are changes or differences, or a plan was shown and not carried out. */
  changes: 2,
  /** Findings that block. */
  blocked: 3,
  /** The plan differs from the one that was approved, or the accounts from those that are allowed. */
  notApproved: 4,
  /** `catalogue drift`: objects exist in an account that no entry stands for. */
  notManaged: 10,
  /** `catalogue drift`: objects of an account cannot be told apart. */
  doubles: 11,
  /** `catalogue drift`: objects were changed outside the catalogue. */
  changedElsewhere: 12,
  /** `catalogue drift`: objects were archived or un-archived outside the catalogue. */
  archivedElsewhere: 13,
  /** `catalogue drift`: objects no longer exist. */
  gone: 14,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_HELP = `
Exit codes of all commands:
  ${EXIT.fine}  no problems, and no changes or differences
  ${EXIT.problems}  problems were found, the command failed, or its arguments are wrong
  ${EXIT.changes}  there are changes or differences, or a plan was shown and not carried out
  ${EXIT.blocked}  a review has findings that block
  ${EXIT.notApproved}  the plan differs from the one that was approved, or the accounts from those that are allowed
  ${EXIT.notManaged}-${EXIT.gone}  catalogue drift alone: what it found (\`catalogue drift --help\`)`;

/** The codes of `catalogue drift`; of several classes, the highest counts. */
export const DRIFT_EXIT_HELP = `
Exit codes of catalogue drift, the highest that applies:
  ${EXIT.fine}   no drift
  ${EXIT.problems}   the command failed, or an account could not be read
  ${EXIT.notApproved}   the accounts are not those of --accounts-from
  ${EXIT.notManaged}  objects exist that no entry stands for
  ${EXIT.doubles}  objects cannot be told apart
  ${EXIT.changedElsewhere}  objects were changed outside the catalogue
  ${EXIT.archivedElsewhere}  objects were archived or un-archived outside the catalogue
  ${EXIT.gone}  objects no longer exist`;
