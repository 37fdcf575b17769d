/** How many there are of something that an object's change affects. */
export interface ImpactCount {
  /** "active subscriptions" */
  readonly of: string;
  /** null: it could not be counted. */
  readonly count: number | null;
  /** What the vendor does with them, in a sentence. */
  readonly effect?: string;
}
