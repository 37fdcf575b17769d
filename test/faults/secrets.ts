import type { World } from "../support/world.js";

/** Every secret of the world, plain and as it goes over the wire. */
export function secretsOf(world: World): string[] {
  const values = Object.entries(world.environment)
    .filter(([name]) => !name.endsWith("_ID"))
    .map(([, value]) => value);
  const all = Object.values(world.environment);
  const pairs = [all.join(":"), ...all.slice(1).map((secret) => `${all[0]}:${secret}`)];
  return [...values, ...pairs.flatMap((pair) => [pair, Buffer.from(pair).toString("base64")])];
}

/** The first secret in what was printed or kept, with the text around it. */
export function leakIn(texts: readonly string[], secrets: readonly string[]): string | undefined {
  for (const text of texts)
    for (const secret of secrets) {
      const at = text.indexOf(secret);
      if (at >= 0) return text.slice(Math.max(0, at - 120), at + 60);
    }
  return undefined;
}
