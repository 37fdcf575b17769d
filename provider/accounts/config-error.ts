/** An error in the configuration. The message says what to do. */
export class ConfigError extends Error {}
