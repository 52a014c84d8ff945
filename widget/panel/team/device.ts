import { msg, str } from '@lit/localize';

// The first match counts: Edge claims to be Chrome, and Chrome to be Safari.
const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS', 'Mac'],
  ['Linux', 'Linux'],
] as const;

/** «Chrome en Windows», as far as the browser reveals it. */
export function deviceOf(userAgent: string): string {
  const [, browser] = BROWSERS.find(([mark]) => userAgent.includes(mark)) ?? [];
  const [, system] = SYSTEMS.find(([mark]) => userAgent.includes(mark)) ?? [];
  if (browser && system) return msg(str`${browser} en ${system}`, { id: 'device-of' });
  return browser ?? system ?? msg('Un programa', { id: 'some-program' });
}
