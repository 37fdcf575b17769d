/** The findings, worst first: what, where, what to do, and how to accept exactly this. */

import { counted } from "../../../validation/words.js";
import type { Finding } from "../../digest.js";
import { type NumberedFinding, type PageData, titleOf } from "./page-data.js";
import { Code, Place, Section, Text } from "./parts.js";
import { SEVERITY } from "./words.js";

export function Findings({ data }: { data: PageData }) {
  if (data.findings.length === 0) return null;
  return (
    <Section id="findings" title={`Findings: ${summary(data.review.findings)}`}>
      <ol class="findings">
        {data.findings.map((entry) => (
          <FindingItem entry={entry} data={data} />
        ))}
      </ol>
    </Section>
  );
}

/** "1 blocking, 2 warnings" */
export function summary(findings: readonly Finding[]): string {
  const count = (severity: Finding["severity"]): number => findings.filter((one) => one.severity === severity).length;
  const [block, warn, note] = [count("block"), count("warn"), count("note")];
  return [
    ...(block > 0 ? [`${block} blocking`] : []),
    ...(warn > 0 ? [counted(warn, "warning")] : []),
    ...(note > 0 ? [counted(note, "note")] : []),
  ].join(", ");
}

function FindingItem({ entry: { id, finding }, data }: { entry: NumberedFinding; data: PageData }) {
  const { code, severity, message, remedy, place, accept } = finding;
  return (
    <li class={`finding ${severity}`} id={id}>
      <p class="eyebrow">
        <strong class={`tag ${severity}`}>{SEVERITY[severity]}</strong> <Code>{code}</Code>
      </p>
      <p class="message-text">
        <About finding={finding} data={data} />
        <Text>{message}</Text>
      </p>
      <p class="remedy">
        <Text>{remedy}</Text>
      </p>
      {place && (
        <p class="quiet">
          In <Place place={place} />
        </p>
      )}
      {accept !== undefined && (
        <div class="accept">
          <p class="quiet">To accept exactly this, write in the entry:</p>
          <pre>
            <Code>{accept}</Code>
          </pre>
        </div>
      )}
    </li>
  );
}

/** The title of the entry, with a link to its card if it has one. */
function About({ finding: { address, title }, data }: { finding: Finding; data: PageData }) {
  if (address === undefined && title === undefined) return null;
  const card = data.cards.get(address ?? "");
  const name = titleOf({ title: title ?? "", address: address ?? "" });
  return (
    <strong class="about">
      {card ? (
        <a href={`#${card.id}`}>
          <Text>{name}</Text>
        </a>
      ) : (
        <Text>{name}</Text>
      )}
    </strong>
  );
}
