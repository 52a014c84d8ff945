/** The look of the panel: a warm paper tone, one column of content, and one colour for the next action. */
export const panelStyles = /* css */ `
  :host {
    color-scheme: light dark;
    --_paper: #fffdf9;
    --_wash: #f6f1e8;
    --_ink: #25201a;
    --_primary: #0b5d4c;
    --_on-primary: #fff;
    --_accent: #0b5d4c;
    --_good: #1c7a4c;
    --_test: #7a4b00;
    --_test-wash: #fdeecd;
    --_soft: color-mix(in srgb, currentColor 76%, transparent);
    max-inline-size: none;
    min-block-size: 100vh;
    background: var(--_paper);
    color: var(--_ink);
    font-family: system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
    line-height: 1.55;
  }
  @media (prefers-color-scheme: dark) {
    :host {
      --_paper: #181511;
      --_wash: #211d18;
      --_ink: #efe9df;
      --_primary: #6fcbb0;
      --_on-primary: #0c231c;
      --_accent: #6fcbb0;
      --_good: #6fcb98;
      --_bad: #ff9d93;
      --_test: #ffd98a;
      --_test-wash: #3a2c10;
    }
  }
  h1, ol, dl, dd, table, figure { margin: 0; padding: 0; }
  h1 { font-size: clamp(1.5rem, 1.2rem + 1.4vw, 2rem); line-height: 1.2; font-weight: 680; letter-spacing: -.015em; text-wrap: balance; }
  h1:focus { outline: none; }
  h2 { font-size: 1.125rem; font-weight: 650; }
  a { color: var(--_primary); }
  small { font-size: .875rem; color: var(--_soft); }
  select option { color: var(--_ink); background: var(--_paper); }
  input:not([type='checkbox'], [type='radio']), select { background: light-dark(#fff, #14110e); }
  fieldset { margin: 0; padding: 0; border: 0; min-inline-size: 0; display: grid; gap: .75em; }
  fieldset:has(.check) { gap: 0; }
  fieldset .fault { margin-block: .5rem; }
  form > section + section, form section + label.check { margin-block-start: 1rem; }
  legend { padding: 0; font-weight: 600; margin-block-end: .375em; }
  :focus-visible { outline: 3px solid var(--_primary); outline-offset: 2px; }

  .shell { display: grid; grid-template-columns: minmax(0, 1fr); grid-template-rows: auto auto 1fr; min-block-size: 100vh; }
  .skip { position: absolute; inset: .5rem auto auto .5rem; z-index: 3; padding: .75em 1.25em; border: 0; border-radius: var(--_radius); background: var(--_ink); color: var(--_paper); }
  .skip:not(:focus) { clip-path: inset(50%); block-size: 1px; inline-size: 1px; padding: 0; overflow: hidden; }
  .band { display: block; padding: .5rem clamp(1rem, 4vw, 2.5rem); background: var(--_test-wash); color: var(--_test); font-size: .875rem; }
  .mark { font-weight: 700; font-size: 1.0625rem; letter-spacing: -.01em; color: var(--_ink); text-decoration: none; min-inline-size: 0; overflow-wrap: anywhere; }
  .side { background: var(--_wash); border-block-end: 1px solid var(--_line); }
  .top { display: flex; align-items: center; gap: .75rem; padding: .5rem clamp(1rem, 4vw, 2.5rem); min-block-size: 4rem; }
  .top .mark { flex: 1; padding-block: .5rem; }
  .menu-button { min-block-size: 48px; padding: 0 1rem; border: 1px solid var(--_edge); border-radius: var(--_radius); background: none; font-weight: 600; cursor: pointer; }
  .menu { display: none; gap: 1.5rem; padding: .5rem clamp(1rem, 4vw, 2.5rem) 2rem; }
  .open .menu { display: grid; }
  .chip { font-size: .8125rem; font-weight: 650; padding: .125rem .625rem; border-radius: 99px; border: 1px solid; }
  .chip::before, .worlds button::before { content: ''; display: inline-block; inline-size: .5em; block-size: .5em; border-radius: 50%; margin-inline-end: .45em; border: .125em solid; }
  .is-live::before { background: currentColor; }
  .is-test { color: var(--_test); }
  .is-live { color: var(--_good); }
  .switches { display: grid; gap: .75rem; }
  .worlds { display: grid; grid-template-columns: 1fr 1fr; border: 1px solid var(--_line); border-radius: var(--_radius); padding: 3px; gap: 3px; }
  .worlds button { min-block-size: 48px; border: 1px solid transparent; border-radius: calc(var(--_radius) - 3px); background: none; font-weight: 600; cursor: pointer; }
  .worlds [aria-pressed='true'] { background: var(--_paper); border-color: currentColor; }
  .side nav { display: grid; gap: .25rem; }
  .side nav ul { list-style: none; display: grid; }
  .side nav a { display: flex; align-items: center; min-block-size: 48px; padding: 0 .75rem; margin-inline: -.75rem; border-radius: var(--_radius); color: var(--_ink); text-decoration: none; }
  .side nav a:hover { background: var(--_fill); }
  .side nav [aria-current] { font-weight: 650; background: color-mix(in srgb, var(--_primary) 12%, transparent); box-shadow: inset 3px 0 var(--_primary); }
  .side nav .group { font-size: .8125rem; font-weight: 600; color: var(--_soft); margin-block-start: 1rem; }
  .side nav .start { display: grid; align-content: center; gap: .25rem; padding-block: .625rem; }
  progress { accent-color: var(--_primary); }
  .side nav .start progress { block-size: .5rem; border-radius: 99px; }
  .person { display: grid; gap: .25rem; justify-items: start; border-block-start: 1px solid var(--_line); padding-block-start: 1rem; font-size: .9375rem; }
  .person > a { display: flex; align-items: center; min-block-size: 48px; color: var(--_ink); font-weight: 550; }

  main { inline-size: min(100%, 46rem); padding: clamp(1.75rem, 5vw, 4rem) clamp(1rem, 5vw, 4rem) 6rem; display: grid; align-content: start; grid-template-columns: minmax(0, 1fr); gap: 2rem; }
  main.wide { inline-size: min(100%, 66rem); }
  main.full { inline-size: min(100%, 84rem); }
  .head { display: grid; gap: .5rem; }
  .lead { font-size: 1.0625rem; color: var(--_soft); max-inline-size: 38rem; text-wrap: pretty; }
  .prose { display: grid; gap: .75rem; max-inline-size: 38rem; }
  .column { max-inline-size: 38rem; }
  section + .column { margin-block-start: 1.5rem; }
  .alone { display: grid; justify-content: center; padding-block: clamp(0rem, 8vh, 6rem); }
  .alone main { inline-size: min(100vw, 28rem); padding-inline: 1.25rem; }
  .entrance { display: grid; gap: 2rem; }
  .submit { display: grid; }
  .beside .submit { position: sticky; inset-block-end: 0; padding-block: .75rem; background: var(--_paper); border-block-start: 1px solid var(--_line); }
  .sections { position: sticky; inset-block-start: 0; z-index: 1; padding-block: .5rem; background: var(--_paper); border-block-end: 1px solid var(--_line); }
  .sections ul { display: flex; gap: .25rem; margin: 0; padding: 0; list-style: none; overflow-x: auto; scrollbar-width: thin; }
  .sections a { display: grid; align-items: center; min-block-size: 3rem; padding-inline: .75rem; border-radius: 999px; color: var(--_soft); font-size: .9375rem; white-space: nowrap; text-decoration: none; }
  .sections a:hover { background: var(--_fill); color: var(--_ink); }
  .sections a[aria-current] { background: var(--_fill); color: var(--_ink); font-weight: 600; }
  /* What is scrolled to or takes the focus stays clear of the bars above and below. */
  .settings { --above: 5rem; }
  .settings :is(h2[id], a, button, input, select, textarea, summary):not(.sections *, .submit *) { scroll-margin-block: var(--above) 6.5rem; }
  .two { display: grid; gap: 1.25em; grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr)); align-items: start; }
  .two:not(:has(.fault)) { align-items: end; }
  fieldset .two { grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr)); }
  dialog { inline-size: min(30rem, calc(100vw - 2rem)); border: 0; border-radius: 14px; padding: 1.75rem; background: var(--_paper); color: var(--_ink); box-shadow: 0 1rem 4rem #0006; }
  dialog[open] { display: grid; gap: 1.25rem; }
  dialog::backdrop { background: #1a140dad; }
  .waiting { display: grid; gap: .875rem; }
  .waiting i { block-size: 1rem; border-radius: 4px; background: var(--_line); inline-size: 70%; }
  .waiting i:nth-of-type(2) { inline-size: 90%; }
  .waiting i:nth-of-type(3) { inline-size: 50%; }
  .news { display: contents; }
  .notice { border-radius: 0 6px 6px 0; }
  .notice .link { min-block-size: 48px; }
  .button { display: inline-flex; align-items: center; justify-content: center; min-block-size: 48px; padding: .5em 1.25em; border-radius: var(--_radius); font-weight: 650; text-decoration: none; background: var(--_primary); color: var(--_on-primary); text-align: center; }
  .button:hover { filter: brightness(1.08); }
  .button.quiet { background: none; color: var(--_ink); border: 1px solid var(--_edge); }

  .steps { list-style: none; display: grid; }
  .steps > li { display: grid; grid-template-columns: 2rem minmax(0, 1fr); gap: 0 1rem; padding-block-end: 1.75rem; position: relative; }
  .steps > li:not(:last-child)::before { content: ''; position: absolute; inset: 2.25rem auto .25rem calc(1rem - 1px); inline-size: 2px; background: var(--_line); }
  .steps .dot { display: grid; place-items: center; inline-size: 2rem; block-size: 2rem; border-radius: 50%; border: 2px solid var(--_edge); font-size: .875rem; font-weight: 650; font-variant-numeric: tabular-nums; }
  .steps .ready .dot { border-color: var(--_good); color: var(--_good); }
  .steps .next .dot { border-color: var(--_primary); background: var(--_primary); color: var(--_on-primary); }
  .steps .what { display: grid; gap: .375rem; justify-items: start; padding-block-start: .125rem; min-inline-size: 0; }
  .steps h2 a { color: var(--_ink); text-decoration: none; min-block-size: 28px; }
  .steps h2 a:hover { text-decoration: underline; }
  .steps .ready h2 { font-weight: 500; }
  .steps .next .what { gap: .75rem; }
  .missing { margin: 0; padding-inline-start: 1.125rem; font-size: .9375rem; }

  .table { overflow-x: auto; }
  table { border-collapse: collapse; inline-size: 100%; font-size: .9375rem; }
  th, td { text-align: start; vertical-align: top; padding: .75rem 1rem .75rem 0; border-block-end: 1px solid var(--_line); }
  thead th { font-size: .8125rem; font-weight: 600; color: var(--_soft); padding-block: .375rem; }
  tbody th { font-weight: 600; }
  .number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
  td:last-child, th:last-child { padding-inline-end: 0; }
  .below { display: block; font-weight: 400; font-size: .875rem; color: var(--_soft); }
  .state { display: inline-flex; align-items: baseline; white-space: nowrap; }
  .state::before { content: ''; flex: none; inline-size: .5em; block-size: .5em; border-radius: 50%; margin-inline-end: .5em; background: var(--_dot, var(--_edge)); }
  .state.ok { --_dot: var(--_good); }
  .state.wait { --_dot: var(--_warn); }
  .state.stop { --_dot: var(--_bad); }
  .bar-of-actions { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; justify-content: space-between; }
  .row-actions { text-align: end; position: relative; }
  tbody th { overflow-wrap: anywhere; }
  .filters { align-items: end; }
  .bar-of-actions.start { justify-content: start; gap: .75rem 1.5rem; }
  .empty { display: grid; gap: 1rem; justify-items: start; padding: 2rem clamp(1rem, 5vw, 2.5rem); border: 1px dashed var(--_edge); border-radius: 12px; }
  dl.facts { display: grid; grid-template-columns: minmax(8rem, auto) minmax(0, 1fr); gap: .5rem 1.5rem; }
  dl.facts dt, .record dt { color: var(--_soft); font-size: .875rem; }
  textarea { inline-size: 100%; padding: .75em; border: 1px solid var(--_edge); border-radius: var(--_radius); background: transparent; color: inherit; font: inherit; resize: vertical; }
  iframe.mail { inline-size: 100%; block-size: 36rem; border: 1px solid var(--_line); border-radius: var(--_radius); background: #fff; }
  .qr { background: #fff; border-radius: var(--_radius); max-inline-size: 100%; block-size: auto; }
  .codes { list-style: none; display: grid; gap: .5rem 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr)); padding: 1rem; margin: 0; border: 1px solid var(--_line); border-radius: var(--_radius); }
  .record { padding-block: 1rem; border-block-start: 1px solid var(--_line); }
  .record > .bar-of-actions { margin-block: .5rem; }
  .record h3 { margin: 0 0 .5rem; font-size: 1rem; }
  .record dl { display: grid; gap: .5rem; }
  .record dd { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: center; }
  code { overflow-wrap: anywhere; font-size: .9375rem; }

  .drop { display: grid; gap: .75rem; padding: 1.5rem; border: 2px dashed var(--_edge); border-radius: 12px; background: var(--_fill); }
  .drop.over { border-color: var(--_primary); background: color-mix(in srgb, var(--_primary) 10%, transparent); }
  input[type='file'] { padding: .625em; }
  input[type='color'] { padding: .25em; inline-size: 5rem; }
  .swatch { display: flex; gap: .75rem; align-items: center; }
  .swatch > :last-child { flex: 1; min-inline-size: 0; }
  .lines { gap: 1.25rem; }
  .beside { display: grid; gap: 2.5rem; }
  .preview { display: grid; gap: .75rem; align-content: start; }
  .preview iframe { inline-size: 100%; block-size: 44rem; border: 1px solid var(--_line); border-radius: 16px; background: Canvas; }
  .preview .screen { container-type: inline-size; overflow: hidden; }
  .preview.phone iframe { max-inline-size: 24.375rem; }
  .preview.desktop .screen { block-size: 32rem; }
  .preview.desktop iframe { inline-size: 200%; block-size: 64rem; scale: .5; transform-origin: 0 0; }
  .settings > section .submit { position: static; padding: 0; border: 0; }
  .settings { display: grid; gap: 3rem; align-content: start; grid-template-columns: minmax(0, 1fr); }
  .ways-list { display: grid; gap: 1.25rem; }
  .way { padding-block-start: 1rem; border-block-start: 1px solid var(--_line); }
  .way legend { float: inline-start; inline-size: 100%; }
  .way > legend + * { clear: both; }
  .way > * + * { margin-block-start: .25rem; }
  .way-fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 10rem), 1fr)); gap: 0 1rem; }
  .guess { display: grid; gap: .25rem; }
  .guess p { font-size: .9375rem; }
  meter { inline-size: min(100%, 16rem); block-size: .75rem; }
  .nested { display: grid; gap: 1.25em; grid-template-columns: minmax(0, 1fr); padding-inline-start: 1rem; border-inline-start: 3px solid var(--_line); }
  .ticket { max-inline-size: min(100%, 16rem); max-block-size: 16rem; border: 1px solid var(--_line); border-radius: var(--_radius); justify-self: start; }
  .deadline { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
  .months { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); }
  .month { table-layout: fixed; inline-size: 100%; max-inline-size: 22rem; }
  .month caption { text-align: start; font-weight: 600; padding-block-end: .25rem; }
  .month caption::first-letter { text-transform: uppercase; }
  .month th, .month td { text-align: center; padding: .125rem 0; border: 0; font-variant-numeric: tabular-nums; }
  .month td > span:first-child { display: inline-grid; place-items: center; inline-size: 2rem; block-size: 2rem; border-radius: 50%; border: 2px solid transparent; }
  .legend { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; font-size: .875rem; }
  .legend .is-sale::before, .legend .is-last::before, .legend .is-global::before { content: ''; display: inline-block; inline-size: .875rem; block-size: .875rem; border-radius: 50%; border: 2px solid transparent; margin-inline-end: .5rem; vertical-align: -.125rem; }
  .month .is-sale > span:first-child, .legend .is-sale::before { border-color: var(--_primary); }
  .month .is-last > span:first-child, .legend .is-last::before { background: var(--_primary); color: var(--_on-primary); border-color: var(--_primary); font-weight: 650; }
  .month .is-global > span:first-child, .legend .is-global::before { box-shadow: 0 0 0 2px var(--_paper), 0 0 0 4px var(--_warn); }
  .tabs { display: flex; flex-wrap: wrap; gap: .25rem; }
  .tabs button, .tabs a { min-block-size: 48px; padding: 0 .875rem; border: 1px solid transparent; border-radius: var(--_radius); background: none; font-weight: 550; font-size: .9375rem; cursor: pointer; }
  .tabs a { display: inline-flex; align-items: center; gap: .375rem; color: var(--_ink); text-decoration: none; }
  .tabs a[aria-current], .tabs [aria-pressed='true'] { border-color: currentColor; background: var(--_fill); }
  .bar-of-actions > a:not(.button) { display: inline-flex; align-items: center; min-block-size: 48px; }
  .how { padding-inline-start: 1.5rem; }
  pre { margin: 0; padding: 1rem; overflow-x: auto; border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_fill); font-size: .875rem; white-space: pre-wrap; overflow-wrap: anywhere; }

  .badge { margin-inline-start: auto; min-inline-size: 1.5rem; padding: 0 .4rem; border-radius: 99px; background: var(--_primary); color: var(--_on-primary); font-size: .8125rem; font-weight: 650; text-align: center; font-variant-numeric: tabular-nums; }
  .bar-of-actions.start { justify-content: flex-start; gap: .75rem 1.5rem; }
  .bar-of-actions .main { inline-size: auto; }
  .rows { list-style: none; display: grid; border-block-start: 1px solid var(--_line); }
  .rows > li { border-block-end: 1px solid var(--_line); }
  .row-link { display: flex; gap: 1rem; align-items: baseline; padding: .875rem 0; min-block-size: 48px; color: inherit; text-decoration: none; }
  a.row-link:hover { background: var(--_fill); }
  .row-main { flex: 1; min-inline-size: 0; }
  .row-main > strong { font-weight: 600; }
  .row-side { font-variant-numeric: tabular-nums; white-space: nowrap; }
  .attention .row-link { align-items: center; font-weight: 550; }
  .attention .row-link::before { content: ''; flex: none; inline-size: .625rem; block-size: .625rem; border-radius: 50%; background: var(--_warn); }
  .attention .row-link::after, .rows:not(.attention) a.row-link::after { content: ''; flex: none; align-self: center; inline-size: .5rem; block-size: .5rem; border: solid var(--_soft); border-width: 2px 2px 0 0; rotate: 45deg; margin-inline-end: .25rem; }
  .search { grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr)); gap: .75rem 1rem; align-items: end; }
  .search .big { inline-size: 100%; }
  .search > a { min-block-size: 48px; display: inline-flex; align-items: center; }
  .story { list-style: none; display: grid; }
  .story > li { position: relative; padding: 0 0 1.5rem 1.75rem; }
  .story > li::before { content: ''; position: absolute; inset: .4375rem auto auto 0; inline-size: .75rem; block-size: .75rem; border-radius: 50%; border: 2px solid var(--_edge); background: var(--_paper); }
  .story > li:not(:last-child)::after { content: ''; position: absolute; inset: 1.375rem auto -.25rem calc(.375rem - 1px + .5px); inline-size: 1px; background: var(--_line); }
  .story > .ok::before { border-color: var(--_good); background: var(--_good); }
  .story > .stop::before { border-color: var(--_bad); background: var(--_bad); }
  .story > .wait::before { border-color: var(--_warn); background: var(--_warn); }
  .beside.even > section { align-content: start; }
  .beside.even .submit { position: static; margin: 0; padding: 0; border: 0; }
  dl.facts > div { display: contents; }
  dl.facts dd { min-inline-size: 0; overflow-wrap: anywhere; }
  .chips { display: grid; gap: .5rem; justify-items: start; }
  .chip-button { min-block-size: 48px; padding: .5rem 1rem; border: 1px solid var(--_edge); border-radius: 1.5rem; background: none; text-align: start; cursor: pointer; font-size: .9375rem; }
  .chip-button:hover { background: var(--_fill); }
  .check.motivo { align-items: flex-start; padding-block: .5rem; }
  input[type='radio'] { inline-size: 1.25rem; block-size: 1.25rem; margin: .125rem 0 0; padding: 0; min-block-size: 0; flex: none; accent-color: var(--_primary); }
  .quiet-end { border-block-start: 1px solid var(--_line); padding-block-start: 1.5rem; }
  .quiet-end a, .quiet-end a:hover { color: var(--_bad); display: inline-flex; align-items: center; min-block-size: 48px; }
  .figures { display: flex; flex-wrap: wrap; gap: .5rem 2.5rem; }
  .figures dt { font-size: .875rem; color: var(--_soft); }
  .figures dd { font-size: 1.75rem; line-height: 1.2; font-weight: 650; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
  .plot { display: grid; gap: .5rem; }
  .plot svg { inline-size: 100%; block-size: 10rem; display: block; }
  .plot rect { fill: var(--_primary); }
  .plot rect.none { fill: var(--_line); }
  .axis { display: flex; justify-content: space-between; gap: 1rem; font-size: .8125rem; color: var(--_soft); }

  @media (max-width: 43.99rem) {
    .wide-only { display: none; }
    dl.facts:has(> div) { grid-template-columns: minmax(0, 1fr); gap: .75rem; }
    dl.facts > div { display: block; }
    dl.facts > div dt { font-size: .875rem; }
    .tabs { gap: 0 .125rem; }
    .tabs button, .tabs a { padding: 0 .625rem; }
    .beside .submit { margin-inline: -1rem; padding-inline: 1rem; }
    th, td { padding-inline-end: .625rem; }
    .number, .state { white-space: normal; }
    .number { overflow-wrap: normal; }
  }
  @media (min-width: 44rem) {
    .sections ul { flex-wrap: wrap; }
    .settings { --above: 8.5rem; }
    .narrow-only, select + .hint { display: none; }
    .main, .big { inline-size: auto; justify-self: start; }
    .actions { display: flex; flex-wrap: wrap; align-items: center; }
    .search .big { inline-size: auto; min-inline-size: 8rem; }
    .alone .main, dialog .main { inline-size: 100%; }
  }
  @media (min-width: 62rem) {
    .shell { grid-template-columns: 16.5rem minmax(0, 1fr); grid-template-rows: auto 1fr; }
    .band { grid-column: 1 / -1; }
    .side { border-block-end: 0; border-inline-end: 1px solid var(--_line); position: sticky; inset-block-start: 0; block-size: 100vh; overflow-y: auto; }
    .top, .menu { padding-inline: 1.5rem; }
    .top { padding-block: 1.25rem .25rem; min-block-size: auto; }
    .menu { display: grid; }
    .menu-button { display: none; }
    .side nav a { min-block-size: 2.25rem; }
    .side nav .group { margin-block-start: .75rem; }
    .menu { gap: 1.125rem; }
    .side, .menu, .person { align-content: start; }
    main { padding-inline: clamp(3rem, 6vw, 6rem); }
    .beside { grid-template-columns: minmax(20rem, 1fr) minmax(20rem, 1fr); }
    .beside.even { grid-template-columns: minmax(0, 1.2fr) minmax(0, 1fr); gap: 4rem; }
    .preview { position: sticky; inset-block-start: 2rem; }
  }
  @media (forced-colors: active) {
    .month .is-sale, .month .is-last, .month .is-global { outline: 2px solid Highlight; outline-offset: -2px; }
    .side nav [aria-current], .worlds [aria-pressed='true'], .tabs [aria-pressed='true'] { outline: 2px solid Highlight; }
    .button { border: 1px solid; }
  }
`;
