/** What stands above everything else: the sentence, from what it was made, the accounts, and whether it failed. */
import type { Review, ReviewedAccount, ReviewSource } from "../../digest.js";
import { FAILED, FROM_FILES } from "../source-words.js";
import { capitalized } from "../summary.js";
import type { PageData } from "./page-data.js";
import { Code, Messages, Text } from "./parts.js";

export const Head = ({ review, sentence }: { review: Review; sentence: string }) => (
  <header class="head">
    <p class="kicker">Catalogue review</p>
    <h1>
      <Parts sentence={sentence} />
    </h1>
    <p class="source">
      <Source source={review.source} />
    </p>
    {review.accounts.length > 0 && (
      <ul class="accounts" aria-label="Accounts">
        {review.accounts.map((account) => (
          <Account account={account} />
        ))}
      </ul>
    )}
  </header>
);

/** What is counted stays on one line where it fits. */
const Parts = ({ sentence }: { sentence: string }) => (
  <>
    {sentence.split(", ").map((part, index, { length }) => (
      <>
        <span class="part">{index === length - 1 ? part : `${part},`}</span>{" "}
      </>
    ))}
  </>
);

function Source({ source }: { source: ReviewSource }) {
  if (source.from === "preview")
    return source.stack === undefined ? (
      <>From a preview.</>
    ) : (
      <>
        From the preview of the stack <Code>{source.stack}</Code>.
      </>
    );
  if (source.from === "drift")
    return (
      <>
        The accounts compared with the state of the stack <Code>{source.stack}</Code>.
      </>
    );
  return (
    <>
      {capitalized(FROM_FILES)}: <Code>{source.base}</Code> (commit <Code>{source.commit}</Code>),{" "}
      {source.values === undefined ? (
        <>without values of a stack.</>
      ) : (
        <>
          with the values of the stack <Code>{source.values}</Code>.
        </>
      )}
    </>
  );
}

const Account = ({ account: { name, vendorTitle, environment } }: { account: ReviewedAccount }) => (
  <li class={environment === "production" ? "account production" : "account"}>
    <span>
      <Text>{name}</Text>{" "}
      <span class="quiet">
        at <Text>{vendorTitle}</Text>
      </span>
    </span>{" "}
    {environment === "production" && <strong class="environment production">Production</strong>}
    {environment === "sandbox" && <span class="environment">Sandbox</span>}
    {environment === undefined && <span class="quiet">environment not known</span>}
  </li>
);

/** A review of something that failed may lack changes. */
export function Failure({ data }: { data: PageData }) {
  const { source } = data.review;
  const { errors } = data.sections;
  if (!source.failed && errors.length === 0) return null;
  return (
    <section class="failure" id="failure" aria-labelledby="failure-title">
      <h2 id="failure-title">
        {source.failed || source.from === "files" ? capitalized(FAILED[source.from]) : "Errors"}
      </h2>
      {source.failed && <p>There may be more changes than are listed here.</p>}
      {errors.length > 0 && <Messages messages={errors} />}
    </section>
  );
}
