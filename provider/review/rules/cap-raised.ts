import { limitRule } from "./limits.js";

export const capRaised = limitRule({
  code: "cap-raised",
  doc: "The highest amount that is charged for a period is raised, or there is none any more.",
  severity: "warn",
  example: "the cap is raised: USD 100.00 → USD 300.00",
  remedy: "write the former cap; or, if the new one is right, accept the change",
  what: "the cap is raised",
  limits: (part, money) =>
    "of" in part
      ? part.cap === undefined
        ? { value: undefined, text: "no cap" }
        : { value: part.cap, text: money(part.cap) }
      : undefined,
});
