/** Carries out what was decided: at most one comment is written, and those that it replaces are hidden. */
import { setTimeout as sleep } from "node:timers/promises";
import { ForgeError } from "../failure.js";
import type { ForgeClient, Issue, Thread } from "./client.js";
import { type Comment, type Decision, decide, leftovers, resultsOfOthers, type Wanted } from "./decide.js";
import { exchange } from "./labels.js";

/** How often something is created at most whose answer was lost. */
const MAX_POSTS = 3;

export interface Speaker {
  readonly client: ForgeClient;
  readonly me: string;
  /** How long to wait before something is looked up whose answer was lost, in milliseconds. */
  readonly pause: number;
  readonly warn: (text: string) => void;
}

export interface SpeakOptions {
  /** Whether the pull request is labelled. */
  readonly labels: boolean;
  /** The commit that the review is of. Absent: the newest commit of the pull request does not matter. */
  readonly head?: string;
}

/** The pull request has a newer commit, whose own run writes the comment. */
export interface Overtaken {
  readonly do: "overtaken";
  readonly head: string;
}

/**
 * Says it in a thread. A run that has nothing new to say leaves no trace, so a late run of an older commit cannot see
 * it in the comments; that the pull request has a newer commit shows it.
 */
export async function speak(
  speaker: Speaker,
  thread: Thread,
  wanted: Wanted,
  { labels, head }: SpeakOptions,
): Promise<Decision | Overtaken> {
  const { client, me } = speaker;
  if (head !== undefined) {
    const newest = await client.head(thread.number);
    if (newest !== undefined && newest !== head) return { do: "overtaken", head: newest };
  }
  const before = await client.comments(thread);
  const decision = decide(before, me, wanted);
  if (decision.do === "outdated") return decision;
  if (decision.do === "edit") await client.edit(thread, decision.comment, decision.body);
  if (decision.do === "post") await postOnce(speaker, thread, decision.body, before);
  // Another run may have written meanwhile.
  const after = decision.do === "post" ? await client.comments(thread) : before;
  await hide(speaker, thread, leftovers(after, me, wanted.of));
  const result = decision.do === "nothing" ? (decision.result ?? wanted.result) : wanted.result;
  if (labels) await label(speaker, thread.number, [result, ...resultsOfOthers(after, me, wanted.of)]);
  return decision;
}

/** Posts a comment. If the answer is lost, it is looked up before it is posted again. */
export function postOnce(speaker: Speaker, thread: Thread, body: string, before: readonly Comment[]): Promise<void> {
  const known = new Set(before.map(({ id }) => id));
  return createOnce(
    speaker,
    () => speaker.client.post(thread, body),
    async () =>
      (await speaker.client.comments(thread)).some(
        (comment) => !known.has(comment.id) && comment.author === speaker.me && isSameText(comment.body, body),
      ),
  );
}

/** Opens an issue, in the same way. */
export const openOnce = (speaker: Speaker, title: string, body: string): Promise<void> =>
  createOnce(
    speaker,
    () => speaker.client.openIssue(title, body),
    async () => (await speaker.client.openIssues()).some((issue: Issue) => isSameText(issue.body, body)),
  );

const isSameText = (a: string, b: string): boolean => a.replaceAll("\r\n", "\n").trim() === b.trim();

async function createOnce(
  { pause }: Speaker,
  create: () => Promise<void>,
  isThere: () => Promise<boolean>,
): Promise<void> {
  for (let count = 1; ; count++) {
    try {
      return await create();
    } catch (error) {
      if (!(error instanceof ForgeError) || error.failure !== "lost") throw error;
      await sleep(pause);
      if (await isThere()) return;
      if (count === MAX_POSTS) throw error;
    }
  }
}

/** What cannot be hidden now is hidden by the next run. */
async function hide({ client, warn }: Speaker, thread: Thread, comments: readonly Comment[]): Promise<void> {
  for (const comment of comments)
    try {
      await client.minimise(thread, comment);
    } catch (error) {
      if (!(error instanceof ForgeError)) throw error;
      warn(error.message);
    }
}

async function label({ client, warn }: Speaker, number: number, results: readonly string[]): Promise<void> {
  try {
    const changes = exchange(await client.labels(number), results);
    if (changes.add.length + changes.remove.length > 0) await client.exchangeLabels(number, changes);
  } catch (error) {
    if (!(error instanceof ForgeError)) throw error;
    warn(error.message);
  }
}
