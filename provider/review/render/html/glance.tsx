/** Every change in one table: what, now, after, change. */
import type { ComponentChildren } from "preact";
import type { PriceChange } from "../../digest.js";
import { summary } from "./findings.js";
import type { NumberedChange, PageData } from "./page-data.js";
import { Percent, Section, Text } from "./parts.js";
import { DIRECTION, happens, tone } from "./words.js";

/** Fewer are seen at once in their cards. */
const FEW = 3;

export const hasGlance = ({ changes }: PageData): boolean => changes.length > FEW;

export function Glance({ data }: { data: PageData }) {
  if (!hasGlance(data)) return null;
  return (
    <Section id="all-changes" title="All changes">
      <table class="glance" aria-labelledby="all-changes-title">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Now</th>
            <th scope="col">After</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        {data.changes.map((entry) => (
          <Row entry={entry} />
        ))}
      </table>
    </Section>
  );
}

function Row({ entry: { id, title, change, findings } }: { entry: NumberedChange }) {
  const prices: readonly (PriceChange | undefined)[] = change.money?.prices.length ? change.money.prices : [undefined];
  return (
    <tbody>
      {prices.map((price, index) => (
        <tr>
          {index === 0 && (
            <th scope="rowgroup" rowspan={prices.length}>
              <a href={`#${id}`}>
                <Text>{title}</Text>
              </a>
              <span class={`word ${tone(change)}`}>{happens(change)}</span>
              {findings.length > 0 && <span class="word found">{summary(findings.map(({ finding }) => finding))}</span>}
            </th>
          )}
          <Cell class="now">{price?.before && <Text>{price.before.text}</Text>}</Cell>
          <Cell class="after">{price?.after && <Text>{price.after.text}</Text>}</Cell>
          <Cell class="difference">{price?.before && price.after && <Difference price={price} />}</Cell>
        </tr>
      ))}
    </tbody>
  );
}

const Cell = ({ class: name, children }: { class: string; children: ComponentChildren }) =>
  children ? <td class={name}>{children}</td> : <td class="none">–</td>;

const Difference = ({ price: { percent, direction } }: { price: PriceChange }) => (
  <>
    {percent && <Percent percent={percent} />} <span class={`word ${direction}`}>{DIRECTION[direction]}</span>
  </>
);
