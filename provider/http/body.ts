/** How the body of a request is written. */
import type { Json } from "../fields/shape.js";

/** A body as it travels. */
export interface EncodedBody {
  readonly contentType: string;
  readonly text: string;
}

export const jsonBody = (body: Json): EncodedBody => ({
  contentType: "application/json",
  text: JSON.stringify(body),
});
