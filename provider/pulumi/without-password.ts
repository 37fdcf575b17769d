/** The URL of a backend may contain the password of a database, and the Pulumi CLI repeats it in its messages. */

/** `postgres://user:password@host/states` as `postgres://user:[secret]@host/states`. */
export const withoutPassword = (text: string): string =>
  text
    .replace(/(\w:\/\/[^\s/:@"'?]*):[^\s"']*@/g, "$1:[secret]@")
    .replace(/([?&](?:ssl)?password=)[^\s"'&]+/gi, "$1[secret]");
