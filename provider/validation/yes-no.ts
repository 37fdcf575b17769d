/** `yes`, `no` and the like: booleans in YAML 1.1, strings in YAML 1.2. */
export const isYesNo = (text: string): boolean => /^(?:y|yes|n|no|on|off|true|false)$/i.test(text);
