/** Texts that have the form of a credential. A catalogue is committed, reviewed and printed, so none may stand in it. */
const FORMS = [
  /\bpolar_(oat|pat|at|rt|cl|ci|cs|whs)_[A-Za-z0-9_-]{8,}/,
  /\bapi_[A-Za-z0-9]{20,}/,
  /\b(sk|rk|pk)_(live|test)_[A-Za-z0-9]{8,}/,
  /\bwhsec_[A-Za-z0-9+/=]{8,}/,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/,
  /\bpul-[a-f0-9]{40}\b/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,}/,
  /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/-]{16,}=*/i,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

const EVERYWHERE = FORMS.map((form) => new RegExp(form, `${form.flags}g`));

/** The same with everything that looks like a credential taken out. */
export const withoutSecrets = (text: string): string =>
  EVERYWHERE.reduce((rest, form) => rest.replace(form, "(not shown)"), text);

export const looksLikeSecret = (text: string): boolean => FORMS.some((form) => form.test(text));
