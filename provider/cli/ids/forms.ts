/** The ids of a stack in the forms that an application reads. Pure; the same text for the same state. */

/** An entry with the id of its object. */
export interface NamedId {
  /** "polar/pro" */
  readonly address: string;
  readonly id: string;
  /** "polar:Product" */
  readonly kind: string;
  readonly archived: boolean;
}

/** A map of addresses to ids, and nothing else. */
export const asJson = (ids: readonly NamedId[]): string => `${JSON.stringify(mapOf(ids), null, 2)}\n`;

const mapOf = (ids: readonly NamedId[]): Readonly<Record<string, string>> =>
  Object.fromEntries(ids.map(({ address, id }) => [address, id]));

/** How the text was made: a line of a comment. */
const made = (command: string): string => `Made by \`${command}\`. Do not edit it: run the command again.`;

/** A module with constants that compiles under `strict`. `command`: how it was made. */
export function asTypescript(ids: readonly NamedId[], command: string, withArchived: boolean): string {
  const [archived, active] = [ids.filter((one) => one.archived), ids.filter((one) => !one.archived)];
  const blocks = [
    `// ${made(command)}`,
    `/** The ids at the vendor, by address, of all entries that are not archived. */\n${constant("ids", active)}`,
    "/** The address of an entry that is not archived. */\nexport type Address = keyof typeof ids;",
    `/** The same addresses, by kind: \`AddressesOf["polar:Product"]\`. */\n${byKind(active)}`,
    ...(withArchived
      ? [
          `/** The ids of archived entries: to recognise what was sold, and never to sell it. */\n` +
            constant("archivedIds", archived),
          "/** The address of an archived entry. */\nexport type ArchivedAddress = keyof typeof archivedIds;",
        ]
      : []),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function constant(name: string, ids: readonly NamedId[]): string {
  const lines = ids.map(({ address, id }) => `  ${JSON.stringify(address)}: ${JSON.stringify(id)},`);
  return lines.length === 0
    ? `export const ${name} = {} as const;`
    : [`export const ${name} = {`, ...lines, "} as const;"].join("\n");
}

function byKind(ids: readonly NamedId[]): string {
  const groups = [...Map.groupBy(ids, ({ kind }) => kind)].sort(([a], [b]) => (a < b ? -1 : 1));
  const addresses = (members: readonly NamedId[]): string =>
    members.map(({ address }) => `\n    | ${JSON.stringify(address)}`).join("");
  const lines = groups.map(([kind, members]) => `  readonly ${JSON.stringify(kind)}:${addresses(members)};`);
  return ["export interface AddressesOf {", ...lines, "}"].join("\n");
}

export interface EnvOptions {
  /** What every name begins with. */
  readonly prefix: string;
  /** Names of variables with credentials, which no id may replace. */
  readonly credentials: readonly string[];
}

/**
 * A line for each id, as shells and dotenv read it: `POLAR_PRO=…`.
 *
 * @throws an Error that says what to do when a name is no name of a variable, stands for two entries, or is that of a
 * credential
 */
export function asEnv(ids: readonly NamedId[], command: string, { prefix, credentials }: EnvOptions): string {
  const named = ids.map((one) => ({ ...one, name: variableOf(one.address, prefix) }));
  const invalid = named.find(({ name }) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
  if (invalid)
    throw new Error(
      `${invalid.name} (${invalid.address}) is not a name that a variable can have\n` +
        "  what to do: begin the names with letters, `--prefix CATALOGUE_`, or use `--format json`",
    );
  const twice = [...Map.groupBy(named, ({ name }) => name)].find(([, same]) => same.length > 1);
  if (twice)
    throw new Error(
      `${twice[0]} would stand for ${twice[1].map(({ address }) => address).join(" and ")}\n` +
        "  what to do: use `--format json`, whose names are the addresses; or rename one of the entries " +
        "(with `lifecycle: { renamedFrom: … }`)",
    );
  const secret = named.find(({ name }) => credentials.some((one) => name === one || name.endsWith(`_${one}`)));
  if (secret)
    throw new Error(
      `${secret.name} (${secret.address}) is the name of a variable with credentials\n` +
        "  what to do: use `--format json`, or rename the entry (with `lifecycle: { renamedFrom: … }`)",
    );
  const odd = named.find(({ id }) => /['\n\r]/.test(id));
  if (odd) throw new Error(`the id of ${odd.address} cannot be written as a variable\n  what to do: use --format json`);
  return `${[`# ${made(command)}`, ...named.map(({ name, id }) => `${name}=${quoted(id)}`)].join("\n")}\n`;
}

/** "polar/pro-yearly" → "POLAR_PRO_YEARLY" */
const variableOf = (address: string, prefix: string): string =>
  `${prefix}${address.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;

const quoted = (id: string): string => (/^[\w.:/-]+$/.test(id) ? id : `'${id}'`);
