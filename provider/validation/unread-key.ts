import type { Violation } from "./violation.js";

/** A string in place of a key and its value: `currency:EUR`, `currency EUR`, `currency = EUR`. */
export function unreadKey(text: string): Violation | undefined {
  const glued = /^([A-Za-z_][A-Za-z0-9_-]*):([^\s:/].*)$/s.exec(text);
  if (glued) {
    const [, name, value] = glued;
    return {
      code: "missing-space",
      message: `a space is missing after the colon of \`${name}:\``,
      remedy: `write \`${name}: ${value}\``,
    };
  }
  const bare = /^([A-Za-z_][A-Za-z0-9_-]*)(?:\s*[=;]\s*|\s+|$)(.*)$/s.exec(text);
  if (!bare) return undefined;
  const [, name, value] = bare;
  return {
    code: "missing-colon",
    message: `a colon is missing after \`${name}\``,
    remedy: `write \`${name}:${value ? ` ${value}` : ""}\``,
  };
}
