declare const content: unique symbol;

/** A value that a program passes on and cannot look into or make itself. */
export interface Opaque<Name extends string> {
  readonly [content]: Name;
}
