/** Annotations of GitHub's workflows: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */

export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  /** In this order: `file`, `line`, `title` and the like. */
  readonly properties: Readonly<Record<string, string | number>>;
  readonly message: string;
}

/** "::error file=a.yaml,line=3,title=times-ten::message": one line, whatever the texts contain. */
export const annotation = ({ level, properties, message }: Annotation): string =>
  `::${level} ${Object.entries(properties)
    .map(([name, value]) => `${name}=${property(String(value))}`)
    .join(",")}::${data(message)}`;

const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
