import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCredentials } from "../../provider/accounts/credentials.js";
import { Redactor } from "../../provider/http/redact.js";
import { parseRetryAfter, retryDelay } from "../../provider/http/retry.js";
import { canaryOf, leaksIn } from "../support/canary.js";

describe("retryDelay", () => {
  const base = { category: "server", safety: "read", tries: 1, retryAfter: undefined, random: 0.5 } as const;

  it("grows, with full jitter, and ends after four tries", () => {
    expect([1, 2, 3].map((tries) => retryDelay({ ...base, tries }))).toEqual([250, 500, 1_000]);
    expect(retryDelay({ ...base, random: 0 })).toBe(0);
    expect(retryDelay({ ...base, tries: 4 })).toBeUndefined();
  });

  it("waits at least as long as the vendor asks", () => {
    expect(retryDelay({ ...base, category: "rate-limited", safety: "once", retryAfter: 60_000 })).toBe(60_000);
  });

  it("never repeats a create whose outcome is unknown, nor anything that was refused", () => {
    for (const category of ["server", "no-answer"] as const)
      expect(retryDelay({ ...base, category, safety: "once" })).toBeUndefined();
    for (const category of ["invalid", "conflict", "forbidden", "credentials", "not-found", "unexpected"] as const) {
      expect(retryDelay({ ...base, category })).toBeUndefined();
    }
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-03-01T00:00:00Z");
  it("seconds, a date, or nothing", () => {
    expect(parseRetryAfter("60", now)).toBe(60_000);
    expect(parseRetryAfter("Sun, 01 Mar 2026 00:01:30 GMT", now)).toBe(90_000);
    expect(parseRetryAfter("Sun, 01 Mar 2020 00:00:00 GMT", now)).toBe(0);
    for (const odd of [undefined, "", "soon", "-5", "1e9", "120, 120"])
      expect(parseRetryAfter(odd, now)).toBeUndefined();
  });

  it("any number of seconds is taken as asked: a long wait is refused by its length, and never read as no wait", () => {
    expect(parseRetryAfter("86400000", now)).toBe(86_400_000_000);
    expect(parseRetryAfter("1.5", now)).toBe(1_500);
    expect(parseRetryAfter("9".repeat(400), now)).toBeGreaterThan(1e15);
  });
});

describe("the redactor", () => {
  it("takes a secret out in every form in which it travels", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9_-]{8,40}$/),
        fc.string(),
        fc.string(),
        fc.stringMatching(/^[a-z0-9]{1,12}$/),
        (secret, before, after, user) => {
          const redactor = new Redactor();
          redactor.add(secret, `${user}:${secret}`);
          const forms = [
            secret,
            encodeURIComponent(secret),
            Buffer.from(secret).toString("base64"),
            Buffer.from(secret).toString("hex"),
            Buffer.from(secret).toString("hex").toUpperCase(),
            Buffer.from(`${user}:${secret}`).toString("base64"),
            Buffer.from(`${user}${secret}${user}`).toString("base64url"),
            encodeURIComponent(Buffer.from(`${user}:${secret}`).toString("base64")),
          ];
          for (const form of forms) expect(redactor.text(`${before} ${form} ${after}`)).not.toContain(form);
        },
      ),
    );
  });

  it(
    "leaves no half of it: both alphabets of base64, each alignment, URLs in both cases, JSON with escaped " +
      "slashes",
    () => {
      const secret = canaryOf("token");
      const redactor = new Redactor();
      redactor.add(secret);
      for (const before of ["", "a", "ab"]) {
        for (const alphabet of ["base64", "base64url"] as const) {
          const form = Buffer.from(`${before}${secret}${before}`).toString(alphabet);
          for (const text of [form, encodeURIComponent(form), form.replaceAll("/", "\\/")]) {
            expect(leaksIn(redactor.text(`"${text}"`), [secret]), text).toEqual([]);
          }
        }
      }
      const percent = encodeURIComponent(secret);
      for (const text of [
        percent,
        percent.replaceAll(/%../g, (one) => one.toLowerCase()),
        secret.replaceAll("/", "\\/"),
      ]) {
        expect(leaksIn(redactor.text(`"${text}"`), [secret]), text).toEqual([]);
      }
    },
  );

  it("leaves other text alone", () => {
    const redactor = new Redactor();
    redactor.add("canary-secret", "abc");
    expect(redactor.text("the abc of catalogues")).toBe("the abc of catalogues");
    expect(redactor.text("Bearer canary-secret!")).toBe("Bearer [secret]!");
  });
});

describe("credentials", () => {
  const wanted = [
    { name: "clientId", variable: "SEQUENCE_CLIENT_ID" },
    { name: "clientSecret", variable: "SEQUENCE_CLIENT_SECRET" },
  ];

  it("come from the environment, prefixed for a named account, else from secret configuration", () => {
    const environment = {
      SEQUENCE_CLIENT_ID: "a",
      SEQUENCE_CLIENT_SECRET: "b",
      ACME_EU_SEQUENCE_CLIENT_ID: "c",
      ACME_EU_SEQUENCE_CLIENT_SECRET: "d",
    };
    expect(readCredentials("sequence", "sequence", wanted, { environment, config: undefined })).toEqual({
      clientId: "a",
      clientSecret: "b",
    });
    expect(readCredentials("acme-eu", "sequence", wanted, { environment, config: undefined })).toEqual({
      clientId: "c",
      clientSecret: "d",
    });
    const config = { clientId: "e", clientSecret: "f" };
    expect(readCredentials("other", "sequence", wanted, { environment, config })).toEqual({
      clientId: "e",
      clientSecret: "f",
    });
  });

  it("say by name what is missing, and where it may stand", () => {
    expect(() =>
      readCredentials("acme", "sequence", wanted, {
        environment: { ACME_SEQUENCE_CLIENT_ID: "x", ACME_SEQUENCE_CLIENT_SECRET: " " },
        config: {},
      }),
    ).toThrow(
      /ACME_SEQUENCE_CLIENT_SECRET is not set\n {2}what to do: set ACME_SEQUENCE_CLIENT_SECRET in the environment, or .*catalogue:credentials\.acme\.clientSecret/,
    );
  });
});
