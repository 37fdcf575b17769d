/** The page: head, contents, findings, what cannot be taken back, changes, price list. */
import type { Review } from "../../digest.js";
import { Card } from "./card.js";
import { Findings } from "./findings.js";
import { Glance } from "./glance.js";
import { Failure, Head } from "./head.js";
import { Irreversible } from "./irreversible.js";
import { Navigation } from "./navigation.js";
import { type Group, type PageData, pageData } from "./page-data.js";
import { Fold, Messages, Section, Text } from "./parts.js";
import { PriceList } from "./price-list.js";

const MANY_MESSAGES = 10;

export interface PageProps {
  readonly review: Review;
  /** What happens, with counts. */
  readonly sentence: string;
  readonly css: string;
  /** Content-Security-Policy */
  readonly policy: string;
}

export function Page({ review, sentence, css, policy }: PageProps) {
  const data = pageData(review);
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>{`Catalogue review: ${sentence}`}</title>
        <style>{css}</style>
      </head>
      <body>
        <Head review={review} sentence={sentence} />
        <div class="columns">
          <Navigation data={data} />
          <main>
            <Failure data={data} />
            <Findings data={data} />
            <Irreversible data={data} />
            <OtherMessages data={data} />
            <Glance data={data} />
            <Changes data={data} />
            <PriceList data={data} />
          </main>
        </div>
      </body>
    </html>
  );
}

/** Of the run and of the changes. Those of the changes also stand in their cards, so many of them are folded. */
function OtherMessages({ data }: { data: PageData }) {
  const { messages } = data.sections;
  if (messages.length === 0) return null;
  const general = messages.filter(({ address }) => address === undefined);
  const ofChanges = messages.filter(({ address }) => address !== undefined);
  const isFolded = ofChanges.length > MANY_MESSAGES;
  const shown = isFolded ? general : messages;
  return (
    <Section id="messages" title="Messages">
      {shown.length > 0 && <Messages messages={shown} />}
      {isFolded && (
        <Fold title={`${ofChanges.length} messages about single changes, which also stand in their cards`}>
          <Messages messages={ofChanges} />
        </Fold>
      )}
    </Section>
  );
}

const Changes = ({ data }: { data: PageData }) => (
  <Section id="changes" title="Changes">
    {data.groups.length === 0 && <p class="aside">Nothing changes.</p>}
    {data.groups.map((group) => (
      <GroupOfCards group={group} data={data} />
    ))}
  </Section>
);

const GroupOfCards = ({ group: { id, title, changes }, data }: { group: Group; data: PageData }) => (
  <div class="group" id={id}>
    <h3>
      <Text>{title}</Text> <span class="tally">{changes.length}</span>
    </h3>
    {changes.map((entry) => (
      <Card entry={entry} data={data} />
    ))}
  </div>
);
