/** The table of contents: sections and groups; and each change, where they are few. */
import { hasGlance } from "./glance.js";
import type { PageData } from "./page-data.js";
import { Text } from "./parts.js";

const FEW = 12;

export function Navigation({ data }: { data: PageData }) {
  const { review, changes, groups } = data;
  const { irreversible, errors, messages } = data.sections;
  return (
    <nav aria-label="Contents">
      <p class="caption">Contents</p>
      <ul>
        {(review.source.failed || errors.length > 0) && <Item to="failure" text="What failed" />}
        {review.findings.length > 0 && <Item to="findings" text="Findings" count={review.findings.length} />}
        {irreversible.length > 0 && (
          <Item to="irreversible" text="What cannot be taken back" count={irreversible.length} />
        )}
        {messages.length > 0 && <Item to="messages" text="Messages" count={messages.length} />}
        {hasGlance(data) && <Item to="all-changes" text="All changes" count={changes.length} />}
        {groups.map((group) => (
          <li>
            <Link to={group.id} text={group.title} count={group.changes.length} />
            {changes.length <= FEW && (
              <ul>
                {group.changes.map(({ id, title }) => (
                  <Item to={id} text={title} />
                ))}
              </ul>
            )}
          </li>
        ))}
        {review.priceList.length > 0 && (
          <Item
            to="price-list"
            text={review.source.from === "stacks" ? "Price list of the promoted stack" : "Price list after the merge"}
          />
        )}
      </ul>
    </nav>
  );
}

interface LinkProps {
  readonly to: string;
  readonly text: string;
  readonly count?: number;
}

const Item = (props: LinkProps) => (
  <li>
    <Link {...props} />
  </li>
);

const Link = ({ to, text, count }: LinkProps) => (
  <a href={`#${to}`}>
    <Text>{text}</Text>
    {count !== undefined && <span class="tally"> {count}</span>}
  </a>
);
