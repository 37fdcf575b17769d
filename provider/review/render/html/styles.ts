/**
 * The look of the page. Colours never stand alone: each is beside a word or a sign. It holds no quotation marks, `<` or
 * ampersands, which would be escaped and then not be what the Content-Security-Policy allows.
 */
import { COLOURS } from "./styles/colours.js";
import { PRINT } from "./styles/print.js";

const LAYOUT = `
*, *::before, *::after { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Helvetica, Arial, sans-serif;
  color: var(--ink); background: var(--ground); -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 78rem; padding: 2.5rem 1.5rem 4rem; overflow-wrap: anywhere; }
h1, h2, h3, h4, h5, p, ul, ol, pre { margin: 0; }
ul, ol { padding: 0; list-style: none; }
a { color: var(--link); text-underline-offset: .15em; text-decoration-thickness: from-font; }
a:hover { text-decoration-thickness: 2px; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px;
  border-radius: 3px; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, Liberation Mono, monospace; font-size: .875em; }
svg { display: block; }
bdi { white-space: pre-line; }
.quiet { color: var(--quiet); font-weight: 400; }
.number { font-variant-numeric: tabular-nums; display: inline-block; }
.caption, .kicker { font-size: .8125rem; font-weight: 600; color: var(--quiet); }
.tally { color: var(--quiet); font-weight: 400; font-variant-numeric: tabular-nums; }

.head { padding-bottom: 1.75rem; }
.head .kicker { margin-bottom: .5rem; }
h1 { font-size: clamp(1.5rem, 1.1rem + 1.8vw, 2.25rem); line-height: 1.2; letter-spacing: -.015em; font-weight: 650;
  max-width: 60rem; }
.part { display: inline-block; }
.source { margin-top: .75rem; color: var(--quiet); }
.source code { color: var(--ink); }
.accounts { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: 1rem; }
.account { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .625rem; padding: .25rem .75rem;
  border: 1px solid var(--line); border-radius: 999px; background: var(--paper); font-size: .875rem; }
.account.production { border-color: var(--end); border-width: 2px; }
.environment { font-size: .8125rem; color: var(--quiet); }
.environment.production { font-weight: 700; color: var(--end); }

.columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2rem; }
nav { font-size: .9375rem; border: 1px solid var(--line); border-radius: .625rem; background: var(--paper);
  padding: 1rem 1.25rem; }
nav .caption { margin-bottom: .375rem; }
nav a { display: inline-block; padding: .1875rem 0; color: inherit; text-decoration-color: var(--line); }
nav a:hover { color: var(--link); text-decoration-color: currentColor; }
nav ul ul { padding-left: .875rem; border-left: 2px solid var(--line); font-size: .875rem; }
@media (min-width: 64rem) {
  .columns { grid-template-columns: 15rem minmax(0, 1fr); gap: 3rem; }
  nav { position: sticky; top: 1.5rem; align-self: start; max-height: calc(100vh - 3rem); overflow: auto;
    border: 0; background: none; padding: .25rem 0 0; }
}

main { display: flex; flex-direction: column; gap: 3rem; min-width: 0; }
h2 { font-size: 1.375rem; line-height: 1.25; letter-spacing: -.01em; font-weight: 650; margin-bottom: 1rem; }
h3 { font-size: 1.0625rem; font-weight: 650; margin: 0 0 .75rem; }
h4 { font-size: 1.25rem; line-height: 1.3; font-weight: 650; }
h5 { font-size: .875rem; font-weight: 650; margin: 1.5rem 0 .5rem; }
.group + .group { margin-top: 2.5rem; }
.group { scroll-margin-top: 1rem; }
.aside { color: var(--quiet); font-size: .9375rem; margin-top: 1rem; }
`;

const BLOCKS = `
.failure { border: 2px solid var(--end); border-radius: .625rem; padding: 1.25rem 1.5rem;
  background: var(--end-ground); }
.failure h2 { margin-bottom: .25rem; color: var(--end); }
.messages { display: flex; flex-direction: column; gap: .5rem; margin-top: 1rem; }
section .messages:first-child, h2 + .messages { margin-top: 0; }
.message { padding: .5rem .875rem; border-left: 4px solid var(--line); border-radius: 0 .375rem .375rem 0;
  background: var(--inset); font-size: .9375rem; }
.message.error, .message.block { border-color: var(--end); background: var(--end-ground); }
.message.warning, .message.warn { border-color: var(--up); background: var(--up-ground); }
.failure .message { background: var(--paper); }

.tag { display: inline-block; padding: .0625rem .625rem; border-radius: 999px; font-size: .8125rem; font-weight: 650;
  background: var(--inset); color: var(--ink); border: 1px solid transparent; }
.tag.end, .tag.block { background: var(--end); color: var(--paper); }
.tag.up, .tag.warn { background: var(--up-ground); color: var(--up); border-color: currentColor; }
.tag.down { background: var(--down-ground); color: var(--down); border-color: currentColor; }
.tag.new { background: var(--new-ground); color: var(--new); border-color: currentColor; }
.tag.plain, .tag.note { border-color: var(--line); }
.eyebrow { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .75rem; font-size: .875rem;
  color: var(--quiet); margin-bottom: .5rem; }

.findings { display: flex; flex-direction: column; gap: 1rem; }
.finding { border: 1px solid var(--line); border-left: 6px solid var(--line); border-radius: .625rem;
  background: var(--paper); padding: 1.125rem 1.375rem; }
.finding.block { border-left-color: var(--end); }
.finding.warn { border-left-color: var(--up); }
.message-text { font-size: 1.0625rem; }
.about { display: block; }
.remedy { margin: .375rem 0 .25rem; }
.finding .quiet { font-size: .875rem; }
.accept { margin-top: .75rem; }
.accept pre { margin-top: .25rem; padding: .625rem .875rem; background: var(--inset); border-radius: .375rem;
  white-space: pre-wrap; }
.irreversible { border: 1px solid var(--line); border-left: 6px solid var(--end); border-radius: .625rem;
  background: var(--paper); padding: .5rem 1.375rem; }
.irreversible li { padding: .5rem 0; }
.irreversible li + li { border-top: 1px solid var(--line); }
.irreversible a { font-weight: 650; }

.card { border: 1px solid var(--line); border-radius: .75rem; background: var(--paper); padding: 1.375rem 1.5rem;
  scroll-margin-top: 1rem; }
.card + .card { margin-top: 1rem; }
.card:target, .finding:target { border-color: var(--link); box-shadow: 0 0 0 1px var(--link); }
.identity { display: flex; flex-wrap: wrap; align-items: baseline; gap: .125rem 1rem; margin-top: .25rem;
  font-size: .875rem;  color: var(--quiet); }
.sentence::first-letter, .consequences li::first-letter, .remedy::first-letter {
  text-transform: uppercase; }
.sentence { margin-top: .875rem; max-width: 46rem; }
.consequences, .impact { max-width: 46rem; }
.consequences li { padding-left: 1rem; position: relative; }
.consequences li::before { content: ''; position: absolute; left: 0; top: .65em; width: .375rem; height: .125rem;
  background: var(--quiet); }
.impact li { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); align-items: baseline; gap: 0 .75rem;
  padding: .25rem 0; }
.impact .count { font-size: 1.25rem; font-weight: 650; font-variant-numeric: tabular-nums;
  text-align: right; }
.impact .count.none { font-size: .9375rem; font-style: italic; }
.impact .effect { display: block; color: var(--quiet); font-size: .9375rem; }

details { margin-top: 1rem; }
details + details { margin-top: .375rem; }
summary { cursor: pointer; font-size: .9375rem; color: var(--link); padding: .125rem 0; width: fit-content; }
.fold { margin-top: .5rem; padding-left: 1rem; border-left: 2px solid var(--line); }
.requests { display: flex; flex-direction: column; gap: .625rem; font-size: .9375rem; }
.method { font-size: .8125rem; letter-spacing: .02em; }
`;

const MONEY = `
.money { margin-top: 1.25rem; }
.money + .money { border-top: 1px solid var(--line); padding-top: 1.25rem; }
.price-line { display: flex; flex-wrap: wrap; align-items: flex-end; gap: .5rem 1.125rem; }
.stated { line-height: 1.25; }
.stated .caption { display: block; margin-bottom: .125rem; }
.amount { font-size: 1.75rem; font-weight: 600; letter-spacing: -.015em; font-variant-numeric: tabular-nums;
  display: inline-block; }
.rest { color: var(--quiet); margin-left: .125rem; }
.long { font-size: 1.125rem; font-weight: 550; font-variant-numeric: tabular-nums; display: block; }
.in-words .stated { flex: 1 1 15rem; max-width: 24rem; }
.in-words { align-items: flex-start; }
.in-words .arrow { margin-top: 1.5rem; }
.in-words .delta { margin-top: 1.25rem; }
.value { font-size: .8125rem; }
.old .amount, .old .long { color: var(--quiet); font-weight: 450; }
.gone .amount, .gone .long { text-decoration: line-through; text-decoration-thickness: 2px; }
.arrow { width: 1.75rem; height: 1rem; margin-bottom: .5rem; fill: none; stroke: var(--quiet); stroke-width: 2;
  stroke-linecap: round; stroke-linejoin: round; }
.delta { padding: .125rem .75rem; margin-bottom: .1875rem; border-radius: .375rem; background: var(--inset); }
.delta strong { font-weight: 700; }
.delta.up, .delta.mixed { background: var(--up-ground); color: var(--up); }
.delta.down { background: var(--down-ground); color: var(--down); }
.beside { display: flex; flex-wrap: wrap; gap: 1.25rem 2rem; align-items: flex-start; }
.beside .scroll { flex: 1 1 18rem; }
.curve { flex: 1 1 18rem; width: 100%; max-width: 27rem; height: auto; }
.curve text { font: 12px system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif; fill: var(--quiet);
  font-variant-numeric: tabular-nums; }
.curve .label { fill: var(--ink); }
.curve .grid { stroke: var(--line); }
.curve .axis { stroke: var(--quiet); }
.curve polyline, .curve .sample { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
.curve .before { stroke: var(--quiet); }
.curve polyline.before, .curve .sample.before { stroke-dasharray: 1 6; }
.curve .after { stroke: var(--curve); }
.curve circle.before { fill: var(--paper); stroke-width: 1.5; }
.curve circle.after { fill: var(--curve); stroke: none; }

.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; font-variant-numeric: tabular-nums; }
th, td { padding: .4375rem .75rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-top: 0; font-size: .8125rem; font-weight: 600; color: var(--quiet); vertical-align: bottom; }
tbody th { font-weight: 500; }
.numbers { width: auto; min-width: min(22rem, 100%); }
.numbers td, .numbers thead th, .numbers tbody th { text-align: right; white-space: nowrap; }
.numbers thead th:first-child, .numbers th.customer { white-space: normal; }
.numbers th:first-child { text-align: left; }
.numbers th.quantity { text-align: right; }
th.customer { min-width: 8rem; }
th.customer .quiet { display: block; font-size: .875rem; }
.fields th { width: 30%; }
.fields td { width: 35%; }
.fields td bdi, pre bdi { white-space: pre-wrap; }
.fields th .quiet { display: block; font-size: .8125rem; }
.glance th[scope=rowgroup] { width: 34%; }
.glance td { width: 22%; }
.glance td { font-size: .875rem; }
.word { display: block; font-size: .8125rem; font-weight: 400; color: var(--quiet); }
td .word { display: inline; }
.word.end { color: var(--end); font-weight: 600; }
.word.up, .word.mixed { color: var(--up); }
.word.found { color: var(--ink); font-weight: 600; }
.word.down { color: var(--down); }
.word.new { color: var(--new); }
.price-list .product th { padding-top: 1.5rem; font-weight: 650; border-top: 0; }
.price-list .product .quiet { font-size: .875rem; }
.price-list td:last-child { white-space: nowrap; }
.price-list tbody th[scope=row] { width: 34%; }
.price-list .changed th, .price-list .changed td { background: var(--inset); }
.price-list .changed th { box-shadow: -.5rem 0 var(--inset); }
`;

const NARROW = `
@media (max-width: 63.99rem) {
  nav > ul { display: flex; flex-wrap: wrap; gap: 0 1.125rem; }
  nav ul ul { display: none; }
}
@media (max-width: 40rem) {
  body { padding: 1.5rem 1rem 3rem; }
  main { gap: 2.5rem; }
  .card, .finding, .failure { padding: 1.125rem 1rem; }
  .amount { font-size: 1.5rem; }
  table { font-size: .875rem; }
  th, td { padding: .375rem .5rem; }
  .numbers th, .numbers td { padding: .375rem .3125rem; }
  th.customer { min-width: 5rem; }
  .impact li { grid-template-columns: auto minmax(0, 1fr); }
  .glance, .fields, .glance tbody, .fields tbody, .glance td { display: block; }
  .glance thead, .fields thead, .glance .none { display: none; }
  .glance tbody { border-top: 1px solid var(--line); padding: .625rem 0; }
  .glance tr, .glance tbody th[scope=rowgroup] { display: block; width: auto; border: 0; padding: 0; }
  .glance td { width: auto; border: 0; padding: .125rem 0; }
  .fields tr { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .25rem .75rem;
    border-top: 1px solid var(--line); padding: .5rem 0; }
  .fields tbody th { grid-column: 1 / -1; }
  .fields th, .fields td { border: 0; padding: 0; width: auto; }
  .glance .now::before, .fields .now::before { content: 'Now: '; color: var(--quiet); }
  .glance .after::before, .fields .after::before { content: 'After: '; color: var(--quiet); }
}
`;

export const CSS = [COLOURS, LAYOUT, BLOCKS, MONEY, NARROW, PRINT].join("");
