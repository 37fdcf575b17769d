import { limitRule } from "./limits.js";

export const minimumRaised = limitRule({
  code: "minimum-raised",
  doc: "The least quantity that is charged, or the least amount that customers can pay, is raised.",
  severity: "warn",
  example: "the minimum is raised: 2 seats → 5 seats",
  remedy: "write the former minimum; or, if the new one is right, accept the change",
  what: "the minimum is raised",
  limits: (part, money) =>
    part.type === "pay-what-you-want"
      ? { value: part.minimum ?? "0", text: money(part.minimum ?? "0") }
      : "of" in part
        ? {
            value: part.minimum ?? "0",
            text: part.minimum === undefined ? "none" : `${part.minimum} ${part.of}`,
            isQuantity: true,
          }
        : undefined,
});
