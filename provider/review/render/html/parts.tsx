/** Small pieces that several sections use. */
import type { ComponentChildren } from "preact";
import { readableLines } from "../../../validation/text.js";
import type { SourcePlace } from "../../digest.js";
import { type PlacedMessage, placeText } from "../summary.js";
import { titleOf } from "./page-data.js";
import { MESSAGE } from "./words.js";

/** A text from outside: its direction of writing ends with it, and invisible characters are shown. */
export const Text = ({ children }: { children: string }) => <bdi>{readableLines(children)}</bdi>;

export const Code = ({ children }: { children: string }) => (
  <code>
    <Text>{children}</Text>
  </code>
);

export const Place = ({ place }: { place: SourcePlace }) => <Code>{placeText(place)}</Code>;

/** "+10.1 %" */
export const Percent = ({ percent }: { percent: string }) => (
  <strong class="number">
    <Text>{percent}</Text>
  </strong>
);

/** A section with a heading that its anchor points to. */
export function Section({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}

/** Less important, and closed at first. It never holds a finding, nor a count that stands nowhere else. */
export function Fold({ title, children }: { title: ComponentChildren; children: ComponentChildren }) {
  return (
    <details>
      <summary>{title}</summary>
      <div class="fold">{children}</div>
    </details>
  );
}

/** A table of amounts, which do not wrap: it moves sideways by itself where the page is too narrow. */
export const Numbers = ({ label, children }: { label: string; children: ComponentChildren }) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; in tab order as the keyboard moves it sideways
  <div class="scroll" role="group" aria-label={readableLines(label)} tabindex={0}>
    <table class="numbers">{children}</table>
  </div>
);

export function Messages({ messages }: { messages: readonly PlacedMessage[] }) {
  return (
    <ul class="messages">
      {messages.map(({ severity, text, place, title, address }) => (
        <li class={`message ${severity}`}>
          <strong>{MESSAGE[severity]}:</strong>{" "}
          {address !== undefined && (
            <>
              <Text>{titleOf({ title: title ?? "", address })}</Text>:{" "}
            </>
          )}
          <Text>{text}</Text>
          {place && (
            <>
              {" "}
              <Place place={place} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
