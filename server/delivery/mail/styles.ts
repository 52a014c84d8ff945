/** The styles of our mails, inline where they must be; classes only change what dark mode and phones need. */

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const MONO = 'font-family:ui-monospace,Menlo,Consolas,monospace';
const INK = 'color:#111827';
const SMALL = `${FONT};font-size:14px;line-height:20px`;
const NORMAL = `${FONT};font-size:16px;line-height:24px;overflow-wrap:anywhere`;
const BUTTON = `${FONT};font-size:16px;line-height:20px;font-weight:600`;

/** The page backgrounds behind a button, in light and dark mode. */
export const GROUNDS = ['#ffffff', '#1b2028'] as const;

/** A border colour that is visible on both backgrounds (3:1, WCAG 1.4.11). */
export const EDGE = '#7a828f';

/** The inline style of each kind of element. */
export const STYLES = {
  body: 'margin:0;padding:0;background:#f3f4f6',
  page: 'background:#f3f4f6',
  around: 'padding:16px 8px',
  card: `max-width:560px;background:${GROUNDS[0]};border-radius:12px`,
  banner: `padding:12px 32px;background:#b45309;${SMALL};font-weight:700;color:#ffffff;border-radius:12px 12px 0 0`,
  head: 'padding:28px 32px 8px',
  part: 'padding:8px 32px',
  foot: 'padding:8px 32px 28px',
  name: `margin:0;${FONT};font-size:18px;line-height:24px;font-weight:700;${INK}`,
  // On its own white background, since a dark logo would be invisible in dark mode.
  logo: `display:block;height:48px;width:auto;max-width:220px;padding:4px;background:#ffffff;border-radius:6px;${INK}`,
  footer: `margin:0;padding-top:16px;border-top:1px solid #e5e7eb;${SMALL};color:#4b5563;overflow-wrap:anywhere`,
  paragraph: `margin:0 0 8px;${NORMAL};${INK}`,
  label: `margin:0;${SMALL};color:#4b5563`,
  large: `margin:0;${FONT};font-size:24px;line-height:32px;font-weight:700;${INK}`,
  code: `margin:0;${MONO};font-size:14px;line-height:20px;overflow-wrap:anywhere;${INK}`,
  cell: 'padding:0 12px 0 0',
  button: `display:block;padding:13px 20px;border-radius:8px;text-align:center;text-decoration:none;${BUTTON}`,
  link: INK,
} as const;

/** The style sheet for dark mode and phones, for programs that support it. */
export const SHEET = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  '@media (max-width:480px){',
  '.pad{padding-left:20px!important;padding-right:20px!important}',
  '.stack{display:block!important;padding:0 0 12px!important}.wide{width:100%!important}',
  '}',
  '@media (prefers-color-scheme:dark){',
  `.page{background:#101318!important}.card{background:${GROUNDS[1]}!important}`,
  '.ink{color:#f3f4f6!important}.quiet{color:#b6bdc8!important}.line{border-color:#3a414d!important}',
  '}',
].join('');
