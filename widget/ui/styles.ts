/**
 * The look of the first screen, shared by the portal and the panel. Every tone is mixed from the page's own text colour, so it suits light,
 * dark and any brand's page; the brand's primary colour is only used for the one main action.
 */
export const styles = /* css */ `
  :host {
    --_primary: var(--autofactura-primary, var(--_theme-primary, #1f4e79));
    --_on-primary: var(--autofactura-on-primary, var(--_theme-on-primary, #fff));
    --_accent: var(--autofactura-accent, var(--_theme-accent, currentColor));
    --_radius: var(--autofactura-radius, 8px);
    --_soft: color-mix(in srgb, currentColor 72%, transparent);
    --_edge: color-mix(in srgb, currentColor 52%, transparent);
    --_line: color-mix(in srgb, currentColor 18%, transparent);
    --_fill: color-mix(in srgb, currentColor 5%, transparent);
    --_bad: color-mix(in srgb, #d11a2a 78%, currentColor);
    --_warn: #e8a33d;
    --_good: #2e9e5b;
    display: block;
    max-inline-size: var(--autofactura-max-width, 32em);
    font-size: max(16px, 1em);
    line-height: 1.5;
    text-align: start;
    overflow-wrap: break-word;
  }
  :host([hidden]) { display: none; }
  *, ::before, ::after { box-sizing: border-box; }
  h2, h3, p, ul { margin: 0; padding: 0; }
  h2 { font-size: 1.375em; line-height: 1.25; font-weight: 700; text-wrap: balance; }
  h2:focus, .notice:focus { outline: none; }
  h2, .notice, input, select { scroll-margin-block: 5em; }
  form, section, .field, .foot { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25em; }
  section { gap: 1.5em; }
  header { display: grid; gap: .25em; }
  a, img { color: inherit; text-underline-offset: .15em; display: inline-block; max-inline-size: 100%; }
  .hint, .step, .foot { font-size: .875em; color: var(--_soft); }
  .foot { gap: .5em; }
  .step { font-weight: 550; }
  .sr { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  .field { gap: .375em; }
  label { font-weight: 600; }
  input, select, button { font: inherit; color: inherit; }
  input:not([type='checkbox']), select {
    inline-size: 100%;
    min-block-size: 48px;
    padding: .5em .75em;
    border: 1px solid var(--_edge);
    border-radius: var(--_radius);
    background: transparent;
  }
  ::placeholder { color: var(--_soft); opacity: 1; text-transform: none; }
  .caps { text-transform: uppercase; }
  [aria-invalid='true']:not([type='checkbox']) { border: 2px solid var(--_bad); }
  .fault { color: var(--_bad); font-size: .875em; font-weight: 550; padding-inline-start: 1.6em; position: relative; }
  .fault::before {
    content: '!';
    position: absolute;
    inset: .1em auto auto 0;
    inline-size: 1.25em;
    block-size: 1.25em;
    border-radius: 50%;
    border: 1.5px solid;
    line-height: 1.05em;
    text-align: center;
  }
  .ways, summary { display: grid; align-items: center; }

  :focus-visible { outline: 3px solid var(--_soft); outline-offset: 2px; }
  .main, .big, .link { cursor: pointer; text-align: center; }
  .main, .big {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: .5em;
    min-block-size: 48px;
    inline-size: 100%;
    padding: .625em 1.25em;
    border-radius: var(--_radius);
    font-weight: 650;
    text-decoration: none;
  }
  .main {
    border: 1px solid color-mix(in srgb, currentColor 35%, var(--_primary));
    background: var(--_primary);
    color: var(--_on-primary);
  }
  .big { border: 1px solid var(--_edge); background: transparent; }
  .main:hover { filter: brightness(1.08); }
  .main[aria-disabled='true'] { opacity: .75; cursor: progress; }
  .link {
    border: 0;
    background: none;
    padding: 0 .25em;
    margin: 0 -.25em;
    min-block-size: 48px;
    min-inline-size: 48px;
    justify-self: start;
    text-align: start;
    text-decoration: underline;
    text-underline-offset: .15em;
    font-weight: 550;
  }

  .notice { padding: .75em; border-inline-start: 4px solid var(--_tone, var(--_edge)); border-radius: 4px; background: var(--_fill); }
  .link:has(+ .link) { margin-inline-end: .75em; }
  .notice > * + * { margin-block-start: .375em; }
  .bad { --_tone: var(--_bad); }
  .warn { --_tone: var(--_warn); }
  .test { font-size: .875em; padding: .375em .75em; margin-block-end: 1.25em; }
  .bar { block-size: 4px; border-radius: 2px; background: var(--_line); overflow: hidden; }
  .bar::before { content: ''; display: block; block-size: 100%; inline-size: 40%; border-radius: 2px; background: var(--_soft); animation: go 1.4s ease-in-out infinite; }
  @keyframes go { from { translate: -100%; } to { translate: 250%; } }
  @media (prefers-reduced-motion: reduce) {
    .bar::before { animation: none; inline-size: 100%; opacity: .6; }
  }
  @media (forced-colors: active) {
    .main { forced-color-adjust: none; background: ButtonText; color: ButtonFace; border-color: ButtonText; }
    .main:focus-visible { outline-color: Highlight; }
    .notice { border: 1px solid; }
    .bar::before { background: Highlight; }
  }
`;
