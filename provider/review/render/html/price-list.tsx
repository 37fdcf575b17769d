/** Every active price after the merge, with a mark at those that this review changes. */
import type { ListedPrice, ListedProduct, ReviewSource } from "../../digest.js";
import { type PageData, titleOf } from "./page-data.js";
import { Code, Section, Text } from "./parts.js";
import { ACTION } from "./words.js";

export function PriceList({ data }: { data: PageData }) {
  const products = data.review.priceList;
  if (products.length === 0) return null;
  const cards = new Map(data.changes.map(({ id, change }) => [change.address, id]));
  return (
    <Section id="price-list" title={AFTER[data.review.source.from]}>
      <table class="price-list" aria-labelledby="price-list-title">
        <thead>
          <tr>
            <th scope="col">Price</th>
            <th scope="col">What customers pay</th>
            <th scope="col">In this review</th>
          </tr>
        </thead>
        {products.map((product) => (
          <Product product={product} cards={cards} />
        ))}
      </table>
    </Section>
  );
}

const AFTER: Readonly<Record<ReviewSource["from"], string>> = {
  preview: "The price list after the merge",
  files: "The price list after the merge",
  stacks: "The price list of the promoted stack",
  drift: "The price list as the vendors have it",
};

type Cards = ReadonlyMap<string, string>;

const Product = ({ product, cards }: { product: ListedProduct; cards: Cards }) => (
  <tbody>
    <tr class="product">
      <th scope="rowgroup" colspan={3}>
        <Text>{titleOf(product)}</Text>{" "}
        <span class="quiet">
          <Text>{product.vendorTitle}</Text>, account <Text>{product.account}</Text>, <Code>{product.address}</Code>
        </span>
      </th>
    </tr>
    {product.prices.map((price) => (
      <Price price={price} card={cards.get(price.address)} />
    ))}
    {product.prices.length === 0 && (
      <tr>
        <td colspan={3} class="quiet">
          No active price
        </td>
      </tr>
    )}
  </tbody>
);

const Price = ({ price, card }: { price: ListedPrice; card: string | undefined }) => (
  <tr class={price.action ? "changed" : undefined}>
    <th scope="row">
      <Text>{titleOf(price)}</Text>
    </th>
    <td>
      <Text>{price.text}</Text>
    </td>
    <td>{price.action && (card ? <a href={`#${card}`}>{ACTION[price.action]}</a> : ACTION[price.action])}</td>
  </tr>
);
