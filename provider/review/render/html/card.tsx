/** A card for each change: what happens, to what, what it costs, who keeps what, and what is sent. */
import type { Change, ImpactCount } from "../../digest.js";
import { Fields } from "./fields.js";
import { Money } from "./money.js";
import type { NumberedChange, PageData } from "./page-data.js";
import { Code, Messages, Place, Text } from "./parts.js";
import { Requests } from "./requests.js";
import { happens, SEVERITY, tone } from "./words.js";

export function Card({ entry, data }: { entry: NumberedChange; data: PageData }) {
  const { id, title, change } = entry;
  return (
    <article class={`card ${tone(change)}`} id={id} aria-labelledby={`${id}-title`}>
      <header>
        <p class="eyebrow">
          <span class={`tag ${tone(change)}`}>{happens(change)}</span> <Whose change={change} data={data} />
        </p>
        <h4 id={`${id}-title`}>
          <Text>{title}</Text>
        </h4>
        <Identity change={change} />
      </header>
      {change.sentence && (
        <p class="sentence">
          <Text>{change.sentence}</Text>
        </p>
      )}
      <CardFindings entry={entry} />
      {change.messages.length > 0 && <Messages messages={change.messages} />}
      {change.money && (
        <Money id={id} money={change.money} isLarge={data.isLarge} stays={change.onlyIn !== undefined} />
      )}
      {change.consequences.length > 0 && (
        <>
          <h5>Who keeps what</h5>
          <ul class="consequences">
            {change.consequences.map((sentence) => (
              <li>
                <Text>{sentence}</Text>
              </li>
            ))}
          </ul>
        </>
      )}
      {change.impact && change.impact.length > 0 && <Impact counts={change.impact} />}
      <Fields fields={change.fields} isFolded={data.isLarge || change.action === "create"} />
      {(data.review.source.from !== "stacks" || change.requests?.length !== 0) && (
        <Requests requests={change.requests} />
      )}
    </article>
  );
}

/** "list price, account sequence (Sequence, production)" */
function Whose({ change, data }: { change: Change; data: PageData }) {
  const account = data.accounts.get(change.account);
  return (
    <span>
      <Text>{change.kindTitle}</Text>, account <Text>{change.account}</Text>
      {account?.environment === "production" && (
        <>
          {" "}
          <span class="environment production">Production</span>
        </>
      )}
      {account?.environment === "sandbox" && <> (sandbox)</>}
    </span>
  );
}

const Identity = ({ change: { address, formerAddress, removed, id, place } }: { change: Change }) => (
  <p class="identity">
    <Code>{address}</Code>
    {formerAddress !== undefined && (
      <span>
        was <Code>{formerAddress}</Code>
      </span>
    )}
    {removed && <span>removed from the files</span>}
    {place && (
      <span>
        in <Place place={place} />
      </span>
    )}
    {id !== undefined && (
      <span>
        id <Code>{id}</Code>
      </span>
    )}
  </p>
);

/** In short: what to do about them stands above. */
function CardFindings({ entry: { findings } }: { entry: NumberedChange }) {
  if (findings.length === 0) return null;
  return (
    <ul class="messages">
      {findings.map(({ id, finding: { severity, message, code } }) => (
        <li class={`message ${severity}`}>
          <strong>{SEVERITY[severity]}:</strong> <Text>{message}</Text>{" "}
          <a class="jump" href={`#${id}`}>
            What to do about <Text>{code}</Text>
          </a>
        </li>
      ))}
    </ul>
  );
}

const Impact = ({ counts }: { counts: readonly ImpactCount[] }) => (
  <>
    <h5>Who is on it</h5>
    <ul class="impact">
      {counts.map(({ of, count, effect }) => (
        <li>
          <Count count={count} />{" "}
          <span>
            <Text>{of}</Text>
            {effect !== undefined && (
              <span class="effect">
                <Text>{effect}</Text>
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  </>
);

/** What could not be counted is not 0. */
const Count = ({ count }: { count: number | null }) =>
  count === null ? <span class="count none">not counted</span> : <span class="count">{count}</span>;
