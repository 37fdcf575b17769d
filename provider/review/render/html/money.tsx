/** What customers pay, now and after: in large type, as totals with their curve, and as bills of sample customers. */
import { grouped, withCode } from "../../../money/currency.js";
import type { Bill, MoneyChange, PriceChange, StatedPrice, Totals } from "../../digest.js";
import { differenceOf, quantitiesText } from "../rows.js";
import { Curve } from "./curve.js";
import { Fold, Numbers, Percent, Text } from "./parts.js";
import { DIRECTION } from "./words.js";

export interface MoneyProps {
  /** The anchor of the card. */
  readonly id: string;
  readonly money: MoneyChange;
  /** Totals are folded. */
  readonly isLarge: boolean;
  /** A price without another beside it neither ends nor is new: it is in one of two stacks. */
  readonly stays: boolean;
}

export const Money = ({ id, money, isLarge, stays }: MoneyProps) => (
  <>
    {money.prices.map((price, index) => (
      <div class="money">
        <PriceLine price={price} stays={stays} />
        {price.totals && (
          <TotalsBlock
            id={`${id}-curve-${index + 1}`}
            totals={price.totals}
            currency={price.after?.currency ?? price.before?.currency}
            isFolded={isLarge}
          />
        )}
        {price.bills.length > 0 && (
          <Bills bills={price.bills} currency={price.after?.currency ?? price.before?.currency} />
        )}
      </div>
    ))}
  </>
);

/** Before → after, with the direction in words. */
function PriceLine({ price, stays }: { price: PriceChange; stays: boolean }) {
  const { before, after, direction, percent } = price;
  const isCompared = before !== undefined && after !== undefined;
  const isInWords = [before, after].some((price) => price !== undefined && inParts(price).amount === undefined);
  return (
    <div class={isInWords ? "price-line in-words" : "price-line"}>
      {before && (
        <Stated
          label={after || stays ? "Now" : "Until now"}
          price={before}
          class={after || stays ? "old" : "old gone"}
        />
      )}
      {isCompared && <Arrow />}
      {after && <Stated label={before || stays ? "After" : "New price"} price={after} class="new" />}
      {isCompared && (
        <p class={`delta ${direction}`}>
          {percent && <Percent percent={percent} />} <span>{DIRECTION[direction]}</span>
        </p>
      )}
    </div>
  );
}

function Stated({ label, price, class: name }: { label: string; price: StatedPrice; class: string }) {
  const { amount, rest } = inParts(price);
  return (
    <p class={`stated ${name}`}>
      <span class="caption">{label}</span>{" "}
      {amount === undefined ? (
        <span class="long">
          <Text>{price.text}</Text>
        </span>
      ) : (
        <>
          <span class="amount">
            <Text>{amount}</Text>
          </span>{" "}
          <span class="rest">
            <Text>{rest}</Text>
          </span>
        </>
      )}
    </p>
  );
}

/** "EUR 99.00" and "per month", where the text begins with the amount. */
function inParts({ currency, amount, text }: StatedPrice): { readonly amount?: string; readonly rest: string } {
  if (amount === undefined) return { rest: text };
  const start = withCode(grouped(amount), currency);
  return text.startsWith(start) ? { amount: start, rest: text.slice(start.length).trim() } : { rest: text };
}

const Arrow = () => (
  <svg class="arrow" viewBox="0 0 28 16" aria-hidden="true" focusable="false">
    <path d="M1 8h24M18 1.5 25 8l-7 6.5" />
  </svg>
);

interface TotalsProps {
  readonly id: string;
  readonly totals: Totals;
  readonly currency: string | undefined;
  readonly isFolded: boolean;
}

function TotalsBlock({ id, totals, currency, isFolded }: TotalsProps) {
  const title = `Totals by ${totals.of}${currency ? `, in ${currency}` : ""}`;
  const block = (
    <div class="beside">
      <Numbers label={title}>
        <thead>
          <tr>
            <th class="quantity" scope="col">
              <Text>{totals.of}</Text>
            </th>
            <Columns />
          </tr>
        </thead>
        <tbody>
          {totals.rows.map(({ quantity, before, after, percent }) => (
            <tr>
              <th class="quantity" scope="row">
                {grouped(quantity)}
              </th>
              <Amounts before={before} after={after} percent={percent} />
            </tr>
          ))}
        </tbody>
      </Numbers>
      <Curve id={id} totals={totals} currency={currency} />
    </div>
  );
  if (isFolded) return <Fold title={<Text>{title}</Text>}>{block}</Fold>;
  return (
    <>
      <h5>
        <Text>{title}</Text>
      </h5>
      {block}
    </>
  );
}

function Bills({ bills, currency }: { bills: readonly Bill[]; currency: string | undefined }) {
  const title = `Bills of sample customers${currency ? `, in ${currency}` : ""}`;
  return (
    <>
      <h5>
        <Text>{title}</Text>
      </h5>
      <Numbers label={title}>
        <thead>
          <tr>
            <th scope="col">Customer</th>
            <Columns />
          </tr>
        </thead>
        <tbody>
          {bills.map(({ name, quantities, before, after, percent }) => (
            <tr>
              <th class="customer" scope="row">
                <Text>{name}</Text>{" "}
                <span class="quiet">
                  <Text>{quantitiesText(quantities)}</Text>
                </span>
              </th>
              <Amounts before={before} after={after} percent={percent} />
            </tr>
          ))}
        </tbody>
      </Numbers>
    </>
  );
}

const Columns = () => (
  <>
    <th scope="col">Now</th>
    <th scope="col">After</th>
    <th scope="col">Change</th>
  </>
);

interface AmountsProps {
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly percent: string | undefined;
}

const Amounts = ({ before, after, percent }: AmountsProps) => (
  <>
    <td>{before === undefined ? "–" : grouped(before)}</td>
    <td>{after === undefined ? "–" : grouped(after)}</td>
    <td>
      <Text>
        {differenceOf({ before, after, percent }) || (before !== undefined && before === after ? "same" : "–")}
      </Text>
    </td>
  </>
);
