/** What cannot be taken back: said before everything that can. */
import type { PageData } from "./page-data.js";
import { Section, Text } from "./parts.js";

export function Irreversible({ data }: { data: PageData }) {
  const entries = data.changes.filter(({ change }) => change.irreversible);
  if (entries.length === 0) return null;
  return (
    <Section id="irreversible" title="What cannot be taken back">
      <ul class="irreversible">
        {entries.map(({ id, title, change }) => (
          <li>
            <a href={`#${id}`}>
              <Text>{title}</Text>
            </a>
            : <Text>{change.sentence}</Text>
          </li>
        ))}
      </ul>
    </Section>
  );
}
