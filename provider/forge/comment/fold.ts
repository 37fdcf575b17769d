/** A comment that a newer one has taken the place of, on a forge that cannot hide it. */
import { markerLine, markerOf, visibleText } from "./marker.js";

export function folded(body: string): string {
  const marker = markerOf(body);
  const line = marker === undefined ? "" : `${markerLine({ ...marker, outdated: true })}\n`;
  const summary = "<summary>Outdated: a newer comment has taken the place of this one</summary>";
  return `${line}<details>\n${summary}\n\n${visibleText(body)}\n\n</details>\n`;
}
