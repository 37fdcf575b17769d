/**
 * The law: after `up` the vendor has what the YAML says; the next preview is empty; what the preview announced is
 * what was sent; no object of somebody else is touched. Whatever is edited, run and disturbed in between.
 */
import type { VendorFixture } from "../support/vendors.js";
import { type Command, EDITS } from "./commands.js";
import { Course, type ProcessClass, Violation } from "./course.js";
import * as dashboard from "./dashboard.js";
import * as mishaps from "./mishaps.js";
import type { Placed } from "./model.js";

export interface Statistics {
  sequences: number;
  operations: number;
  requests: number;
  violations: number;
}

export const noStatistics = (): Statistics => ({ sequences: 0, operations: 0, requests: 0, violations: 0 });

/** Runs one sequence of commands; throws a Violation. */
export async function runSequence(
  fixture: VendorFixture,
  commands: readonly Command[],
  seed: number,
  statistics: Statistics,
  process?: ProcessClass,
): Promise<void> {
  const course = new Course(fixture, seed, process);
  try {
    await course.up({});
    for (const command of commands) await run(course, command);
    await course.up({});
  } catch (error) {
    if (error instanceof Violation) statistics.violations += 1;
    throw error;
  } finally {
    statistics.sequences += 1;
    statistics.operations += course.operations;
    statistics.requests += course.world.network.requests;
  }
}

async function run(course: Course, command: Command): Promise<void> {
  if ((EDITS as readonly string[]).includes(command.do)) return course.model.edit(command);
  const entries = course.model.all();
  const chosen = entries[command.a % Math.max(1, entries.length)];
  if (!chosen || (command.do.startsWith("dashboard-edit") && !course.model.canChange(chosen.entry))) return;
  switch (command.do) {
    case "up":
      return course.up({});
    case "up-refresh":
      return course.up({ refresh: true });
    case "up-replace":
      await course.up({});
      return replaceable(chosen) ? course.up({ replace: [chosen.address] }) : undefined;
    case "up-taint":
      await course.up({});
      if (!replaceable(chosen)) return;
      course.world.engine.taint(chosen.address);
      return course.up({});
    case "up-target":
      return target(course, chosen.address);
    case "killed-up":
      return mishaps.killed(course, command.b);
    case "dashboard-edit":
      return dashboard.editFields(course, chosen, command.b);
    case "dashboard-edit-inside":
      return dashboard.editInside(course, chosen);
    case "dashboard-edit-named":
      return dashboard.editNamed(course, chosen, command.b);
    case "dashboard-archive":
      return dashboard.archive(course, chosen);
    case "foreign-object":
      return dashboard.makeForeign(course, command.b);
    case "foreign-twin":
      await dashboard.makeTwin(course, chosen);
      // The one that is made anew finds the other.
      return replaceable(chosen) ? course.up({ replace: [chosen.address] }) : undefined;
    case "wrong-host":
      return mishaps.wrongHost(course);
    case "other-credentials":
      return mishaps.otherCredentials(course, command.b);
    case "lists-leave-out":
      return mishaps.listsLeaveOut(course, command.b);
    case "nothing-answers":
      return mishaps.nothingAnswers(course, chosen.address);
  }
}

/** A replaced parent takes its children along, and below an archived parent nothing can be made. */
const replaceable = ({ entry, parent }: Placed): boolean =>
  !entry.archived && !parent?.archived && !parent?.closed && entry.children.length === 0;

/** Only one resource and what it needs; then the whole. */
async function target(course: Course, address: string): Promise<void> {
  const { world } = course;
  if (world.ids[address] === undefined) return course.up({});
  const { errors } = await course.run(() => world.up(course.model.files(), { target: [address] }));
  // A new entry that is not targeted is an error of the engine's own.
  course.check(
    errors.every((text) => text.includes("not targeted") || text.includes("stopped")),
    `up --target: ${errors.join()}`,
  );
  await course.up({});
}
