/** The fields that change: texts as they are, everything else as JSON. */

import { counted } from "../../../validation/words.js";
import type { FieldChange } from "../../digest.js";
import { Code, Fold, Place, Text } from "./parts.js";

export function Fields({ fields, isFolded }: { fields: readonly FieldChange[]; isFolded: boolean }) {
  if (fields.length === 0) return null;
  const title = counted(fields.length, "field");
  const table = (
    <table class="fields" aria-label="Fields">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Now</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr>
            <th scope="row">
              <Code>{field.path}</Code>
              {field.money && <span class="quiet">decides what customers pay</span>}
              {field.place && (
                <span class="quiet">
                  <Place place={field.place} />
                </span>
              )}
            </th>
            <td class="now">
              <Value value={field.before} />
            </td>
            <td class="after">
              <Value value={field.after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
  if (isFolded) return <Fold title={title}>{table}</Fold>;
  return (
    <>
      <h5>Fields</h5>
      {table}
    </>
  );
}

function Value({ value }: { value: FieldChange["before"] }) {
  if (value === null) return <span class="quiet">no value</span>;
  if (value === "") return <span class="quiet">empty text</span>;
  if (typeof value === "string") return <Text>{value}</Text>;
  return (
    <span class="value">
      <Code>{JSON.stringify(value)}</Code>
    </span>
  );
}
