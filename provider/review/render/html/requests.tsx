/** What is sent, in order. */

import { counted } from "../../../validation/words.js";
import type { ReviewedRequest } from "../../digest.js";
import { Code, Fold } from "./parts.js";

export function Requests({ requests }: { requests: readonly ReviewedRequest[] | null }) {
  if (requests === null) return <p class="aside">What is sent is known only during the run.</p>;
  if (requests.length === 0) return <p class="aside">Nothing is sent to the vendor.</p>;
  return (
    <Fold title={`What is sent: ${counted(requests.length, "request")}`}>
      <ol class="requests">
        {requests.map((request) => (
          <li>
            <p>
              <strong class="method">{request.method}</strong> <Code>{request.path}</Code>
            </p>
            <p class="quiet">
              {request.fields.length === 0 ? "without fields in the body" : <Names names={request.fields} />}
            </p>
            {request.overlaid && <Overlaid without={request.overlaid.without} />}
          </li>
        ))}
      </ol>
    </Fold>
  );
}

const Names = ({ names }: { names: readonly string[] }) => (
  <>
    {names.map((name, index) => (
      <>
        {index > 0 && ", "}
        <Code>{name}</Code>
      </>
    ))}
  </>
);

const Overlaid = ({ without }: { without: readonly string[] }) => (
  <p class="quiet">
    The body also holds everything else that the object has
    {without.length === 0 ? (
      "."
    ) : (
      <>
        , except <Names names={without} />: leaving them out clears them.
      </>
    )}
  </p>
);
