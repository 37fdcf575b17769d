/** Fitting text into a limit. */

/** In UTF-8. */
export const bytesOf = (text: string): number => Buffer.byteLength(text);

/** The first text that fits; the last one if none does. */
export function firstFitting(candidates: readonly (() => string)[], fits: (text: string) => boolean): string {
  let text = "";
  for (const candidate of candidates) {
    text = candidate();
    if (fits(text)) break;
  }
  return text;
}

/** Half of a number, half of that, …, 0. */
export const halving = (number: number): number[] =>
  number === 0 ? [0] : [Math.floor(number / 2), ...(number === 1 ? [] : halving(Math.floor(number / 2)))];

/** How many items from the front fit into `room` bytes with `gap` bytes between them. */
export function fittingItems(items: readonly string[], room: number, gap: number): number {
  let left = room;
  const first = items.findIndex((item, index) => {
    left -= bytesOf(item) + (index === 0 ? 0 : gap);
    return left < 0;
  });
  return first === -1 ? items.length : first;
}
