/** What is sent, in words. */
import type { ReviewedRequest } from "../digest.js";

/** "PUT /list-prices/7" */
export const requestLine = ({ method, path }: ReviewedRequest): string => `${method} ${path}`;

/** "structure, name, and the rest of the object": what the body holds. */
export function bodyText({ fields, overlaid }: ReviewedRequest): string {
  const named = fields.length === 0 ? "no fields" : fields.join(", ");
  if (overlaid === undefined) return named;
  const without = overlaid.without.length === 0 ? "" : ` except ${overlaid.without.join(", ")}`;
  return `${named}, and the rest of the object${without}`;
}
