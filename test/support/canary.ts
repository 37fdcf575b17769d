/** Credentials that are looked for wherever something is written, in every form in which they could stand there. */
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Characters that every encoding writes differently, and that a header may hold. */
export const canaryOf = (name: string): string => `cAn4ry-${name}/+~?=${name.toUpperCase()}`;

/** Texts that give a secret away; parts of the forms, so that half a secret is found too. */
export function formsOf(secret: string): string[] {
  const base64 = (["base64", "base64url"] as const).flatMap((alphabet) =>
    // At each of the three alignments within a longer text, without the characters that the neighbours share.
    ["", "x", "xx"].map((before) =>
      Buffer.from(before + secret)
        .toString(alphabet)
        .replace(/=+$/, "")
        .slice(before === "" ? 0 : before.length + 1, -1),
    ),
  );
  const hex = Buffer.from(secret).toString("hex");
  const whole = [secret, hex, hex.toUpperCase(), ...base64];
  const escaped = whole.flatMap((form) => [
    form,
    encodeURIComponent(form),
    JSON.stringify(form).slice(1, -1),
    form.replaceAll("/", "\\/"),
  ]);
  return [...new Set(escaped.flatMap((form) => [form.slice(0, 12), form.slice(-12)]))];
}

/** The forms of these secrets that stand in a text. */
export const leaksIn = (text: string, secrets: readonly string[]): string[] =>
  secrets.flatMap(formsOf).filter((form) => text.includes(form));

/** Every file below a folder; links are not followed. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const stat = lstatSync(path);
    return stat.isDirectory() ? filesBelow(path) : stat.isFile() ? [path] : [];
  });
}

/** "path: form" of every leak in a file below a folder. */
export const leaksBelow = (folder: string, secrets: readonly string[]): string[] =>
  filesBelow(folder).flatMap((path) =>
    leaksIn(`${path}\n${readFileSync(path, "latin1")}`, secrets).map((form) => `${path}: ${form}`),
  );
