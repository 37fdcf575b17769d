/** The history of one entry, newest first. */
import type { CatalogueConfig } from "../../accounts/config.js";
import { type Commit, mergedCommits } from "./commits.js";
import { follow, type Stage, type Step, sameEntry } from "./follow.js";
import { type History, type LoadedState, NOTHING, type State } from "./history.js";

export type { What } from "./follow.js";

export interface Event extends Step {
  /** With which the change took effect on this branch. */
  readonly commit: Commit;
  /** Of a merge: the commits that it brought in and that change the entry, oldest first. */
  readonly merged: readonly Commit[];
}

export interface Skipped {
  readonly commit: Commit;
  /** Why the catalogue does not load there. */
  readonly problem: string;
}

export interface Walk {
  /** What happened to the entry: each is found when it is asked for. */
  readonly events: Generator<Event, void>;
  /** Commits that were passed over so far. */
  readonly skipped: ReadonlyMap<string, Skipped>;
  /** Addresses that were seen so far. */
  readonly known: ReadonlySet<string>;
  /** How many states were looked at so far. */
  readonly looked: () => number;
}

export function walk(history: History, wanted: string, config: CatalogueConfig | undefined): Walk {
  const skipped = new Map<string, Skipped>();
  const known = new Set<string>();
  let looked = 0;
  const load = (state: State): LoadedState | undefined => {
    const loaded = history.load(state);
    for (const address of loaded.byAddress.keys()) known.add(address);
    if (loaded.problem === undefined) return loaded;
    skipped.set(state.commit.hash, { commit: state.commit, problem: loaded.problem });
    return undefined;
  };
  const { states } = history;

  /** The next state that loads, from an index on; undefined at the end of the history. */
  const nextGood = (from: number): { index: number; loaded: LoadedState } | undefined => {
    for (let index = from; index < states.length; index += 1) {
      looked = index + 1;
      const loaded = load(states[index] as State);
      if (loaded) return { index, loaded };
    }
    return undefined;
  };

  function* events(): Generator<Event, void> {
    let address = wanted;
    let newer = nextGood(0);
    while (newer) {
      const state = states[newer.index] as State;
      const entry = newer.loaded.byAddress.get(address);
      // As long as the file of the entry is the same, so is the entry.
      let same = newer.index;
      const file = entry?.source.place([], "key").file;
      while (
        file !== undefined &&
        same + 1 < states.length &&
        history.hasSameFile(state, states[same + 1] as State, file)
      )
        same += 1;
      const older = nextGood(same + 1);
      if (!older && history.isShallow) return;
      // The oldest of them that loads is the one with which the entry came to be so.
      let at = newer;
      for (let index = same; index > newer.index; index -= 1) {
        const loaded = load(states[index] as State);
        if (!loaded) continue;
        at = { index, loaded };
        break;
      }
      const atState = states[at.index] as State;
      const before = older ? stageOf(older.loaded, states[older.index] as State) : stageOf(NOTHING, atState);
      const followed = follow(address, stageOf(at.loaded, atState), before, config);
      const merged = followed.steps.length === 0 ? [] : mergedInto(history, atState, [address, followed.address]);
      for (const step of followed.steps) yield { ...step, commit: atState.commit, merged };
      address = followed.address;
      newer = older;
    }
  }
  return { events: events(), skipped, known, looked: () => looked };
}

const stageOf = ({ entries, byAddress }: LoadedState, { folder }: State): Stage => ({ entries, byAddress, folder });

/** The commits of a merge that change one of these entries; none if that cannot be told. */
function mergedInto(history: History, state: State, addresses: readonly string[]): Commit[] {
  const { commit } = state;
  if (commit.parents.length < 2) return [];
  const commits = mergedCommits(history.repository.root, commit).toReversed();
  const after = history.statesOf(commits, state);
  const before = history.statesOf(commits.map(parentOf), state);
  return commits.filter((_own, index) => {
    const [now, then] = [after[index] as State, before[index] as State];
    if (now.tree === then.tree && now.values.key === then.values.key) return false;
    const [entries, former] = [history.load(now), history.load(then)].map(({ byAddress }) => byAddress);
    return addresses.some((address) => {
      const [a, b] = [entries?.get(address), former?.get(address)];
      return a && b ? !sameEntry(a, b) : a !== b;
    });
  });
}

/** Only its state is asked for. */
const parentOf = (commit: Commit): Commit => ({ ...commit, hash: commit.parents[0] ?? "" });
