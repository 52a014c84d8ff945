/** An alert as a Workflow of Microsoft Teams takes it: an adaptive card. */
import type { Alert } from './words.ts';

/** A workflow that was deleted. */
export const TEAMS_GONE = [404, 410] as const;

/** What Teams refuses to show is longer. */
const MAX_BYTES = 28 * 1024;
const SCHEMA = 'http://adaptivecards.io/schemas/adaptive-card.json';

/** The body of the request; with fewer lines where it would be longer than Teams takes. */
export function teamsMessage(alert: Alert): string {
  const message = cardOf(alert);
  const isTooLong = Buffer.byteLength(message) > MAX_BYTES && alert.lines.length > 0;
  return isTooLong ? teamsMessage({ ...alert, lines: alert.lines.slice(0, -1), more: alert.more ?? '…' }) : message;
}

function cardOf({ title, lines, more, open }: Alert): string {
  const [only] = lines;
  const isOne = lines.length === 1 && only !== undefined && more === undefined;
  const texts = lines.map(({ text, url }) =>
    isOne || url === undefined ? escapeCard(text) : `[${escapeCard(text)}](${escapeUrl(url)})`,
  );
  const body = [
    { type: 'TextBlock', text: escapeCard(title), weight: 'bolder', wrap: true },
    ...[...texts, ...(more === undefined ? [] : [escapeCard(more)])].map((text) => {
      return { type: 'TextBlock', text, wrap: true, spacing: 'small' };
    }),
  ];
  const actions = isOne && only.url !== undefined ? [{ type: 'Action.OpenUrl', title: open, url: only.url }] : [];
  const content = { $schema: SCHEMA, type: 'AdaptiveCard', version: '1.2', body, actions };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return JSON.stringify({ type: 'message', attachments: [{ contentType, contentUrl: null, content }] });
}

/** A TextBlock reads Markdown: what opens a link, an emphasis, code, a tag or a list is what it says and no more. */
export function escapeCard(text: string): string {
  return text.replace(/[\\`*_~[\]()<>#|!]/g, '\\$&').replace(/^(\s*)([-+]|\d+\.)/, '$1\\$2');
}

function escapeUrl(url: string): string {
  return url.replace(/[()<>\s\\]/g, (each) => `%${each.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);
}
