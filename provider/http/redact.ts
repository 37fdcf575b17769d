/** Removes secrets from every text that leaves the process. */
export class Redactor {
  readonly #secrets = new Set<string>();

  /**
   * Remembers a secret and its encoded forms: base64 (alone and within a longer text), hex, and escaped for URLs and
   * JSON.
   */
  add(...secrets: readonly string[]): void {
    for (const secret of secrets) {
      // Anything shorter would blank out ordinary words; no vendor issues such keys.
      if (secret.length < 4) continue;
      const hex = Buffer.from(secret, "utf8").toString("hex");
      for (const form of [secret, hex, hex.toUpperCase(), ...base64Forms(secret)]) {
        for (const escaped of [
          form,
          percent(form),
          percent(form).replaceAll(/%../g, lower),
          json(form),
          json(form).replaceAll("/", "\\/"),
        ]) {
          this.#secrets.add(escaped);
        }
      }
    }
  }

  text(value: string): string {
    let result = value;
    for (const secret of [...this.#secrets].sort((a, b) => b.length - a.length))
      result = result.replaceAll(secret, "[secret]");
    return result;
  }
}

/**
 * The secret in both base64 alphabets, and as it appears within a longer text: at each of the three alignments,
 * without its edge characters.
 */
function base64Forms(secret: string): string[] {
  return (["base64", "base64url"] as const).flatMap((alphabet) => {
    const inner = [0, 1, 2].map((offset) =>
      Buffer.from("x".repeat(offset) + secret, "utf8")
        .toString(alphabet)
        .replace(/=+$/, "")
        .slice(offset === 0 ? 0 : offset + 1, -1),
    );
    return [Buffer.from(secret, "utf8").toString(alphabet), ...inner.filter((form) => form.length >= 6)];
  });
}

const percent = (text: string): string => encodeURIComponent(text);
const lower = (text: string): string => text.toLowerCase();
const json = (text: string): string => JSON.stringify(text).slice(1, -1);
