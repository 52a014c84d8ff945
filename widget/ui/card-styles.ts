/** The styles of what follows the first screen: cards, sums, lines, choices. */
export const cardStyles = /* css */ `
  ul { list-style: none; }
  h3 { font-size: 1em; font-weight: 650; }
  .field, .lines { container-type: inline-size; }
  .if-narrow, .if-tiny { display: none; }
  @container (inline-size < 21em) { .if-narrow { display: block; } }
  @container (inline-size < 15.5em) { .if-tiny { display: block; } .lines > li { font-size: .875em; } }
  option { color: CanvasText; background: Canvas; }
  progress { inline-size: 100%; accent-color: var(--_primary); }
  .brief { flex: 1; min-inline-size: 0; }
  .check { display: flex; gap: .75em; align-items: center; min-block-size: 48px; font-weight: 400; cursor: pointer; }
  input[type='checkbox'] { inline-size: 1.375em; block-size: 1.375em; margin: 0; flex: none; accent-color: var(--_primary); }
  .big:hover { background: var(--_fill); }
  .row { display: flex; flex-wrap: wrap; gap: 0 1.25em; align-items: center; justify-content: space-between; }
  .actions { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75em; justify-items: start; }
  .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9em), 1fr)); gap: .75em; inline-size: 100%; }
  .pair > * { padding-inline: .5em; }
  .actions > * { max-inline-size: 100%; }
  a.link { padding-block: .75em; }
  .card { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5em; padding: 1em clamp(.5em, 5%, 1em); border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_fill); }
  .card > .row { margin-block: -.75em; }
  .card details, .card > .link { margin-block-end: -.75em; }
  .field > .big { margin-block-start: .375em; }
  .sum { display: flex; flex-wrap: wrap; gap: 0 1em; }
  .sum > :first-child { flex: 1 1 7em; min-inline-size: 0; }
  .sum > :last-child { margin-inline-start: auto; font-variant-numeric: tabular-nums; text-align: end; }
  .total { font-weight: 700; border-block-start: 1px solid var(--_line); padding-block-start: .5em; }
  summary { cursor: pointer; min-block-size: 48px; display: flex; align-items: center; gap: .5em; flex-wrap: wrap; list-style: none; }
  summary::-webkit-details-marker { display: none; }
  summary.hint::after { content: ''; inline-size: .5em; block-size: .5em; border: solid; border-width: 0 2px 2px 0; rotate: 45deg; margin-block-start: -.25em; }
  [open] > summary.hint::after { rotate: 225deg; margin-block-start: .25em; }
  [open] > .lines { padding-block-end: .75em; }
  summary u { font-weight: 550; margin-inline-start: auto; text-underline-offset: .15em; }
  .lines { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5em; }
  .uuid { font-family: ui-monospace, monospace; font-size: .875em; user-select: all; }
  .good { --_tone: var(--_good); }
  .card.check { display: flex; }
  .card:has(:checked) { border-color: currentColor; box-shadow: inset 4px 0 0 var(--_accent); }
  .done { display: flex; align-items: center; gap: .5em; }
  .done::before {
    content: '';
    flex: none;
    inline-size: .3em;
    block-size: .6em;
    margin: -.1em .2em 0 .2em;
    border: solid var(--_good);
    border-width: 0 .18em .18em 0;
    rotate: 45deg;
  }
  @media (forced-colors: active) {
    .card { border: 1px solid; }
    .card:has(:checked) { border: 3px solid Highlight; }
  }
`;
