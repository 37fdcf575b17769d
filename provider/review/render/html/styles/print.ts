/** On paper everything is unfolded, colours stay, and cards are not torn where they fit on a page. */
export const PRINT = `
@media print {
  @page { margin: 16mm 14mm; }
  html { font-size: 10pt; background: none; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 0; }
  .columns { display: block; }
  nav { position: static; border: 1px solid var(--line); padding: .75rem 1rem; margin-bottom: 1.5rem;
    break-inside: avoid; max-height: none; overflow: visible; }
  main { display: block; }
  main section + section { margin-top: 2rem; }
  .card, .finding, .failure, .irreversible, tr, li, .beside, .price-line { break-inside: avoid; }
  h1, h2, h3, h4, h5, .product, summary { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; color: var(--ink); font-weight: 600; }
  summary::-webkit-details-marker { display: none; }
  .jump { display: none; }
  .scroll { overflow: visible; }
  a { color: inherit; text-decoration: none; }
  .card:target, .finding:target { box-shadow: none; border-color: var(--line); }
}
`;
