/** What the elapsed time of an operation shall be at most, as a multiple of the floor's. Shown beside the ratio. */
export interface Aim {
  readonly operation: string;
  /** Without it: any number of entries. */
  readonly entries?: number;
  readonly most: number;
}

export const AIMS: readonly Aim[] = [
  { operation: "no-op preview", entries: 10, most: 1.05 },
  { operation: "no-op preview", most: 1.1 },
  { operation: "first up", most: 1.1 },
];

export const aimOf = (aims: readonly Aim[], operation: string, entries: number): number | undefined =>
  aims.find((aim) => aim.operation === operation && (aim.entries ?? entries) === entries)?.most;
