/** Formats an alert as an adaptive card for a Microsoft Teams workflow. */
import type { Alert } from './words.ts';

/** The statuses by which Teams reports a deleted workflow. */
export const TEAMS_GONE = [404, 410] as const;

/** Teams does not show a longer message. */
const MAX_BYTES = 28 * 1024;
const SCHEMA = 'http://adaptivecards.io/schemas/adaptive-card.json';

/** The body of the request to Teams. It has fewer lines if it would be too long otherwise. */
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

/** Escapes text for a TextBlock, which reads Markdown: links, emphasis, code, tags and lists are shown as typed. */
export function escapeCard(text: string): string {
  return text.replace(/[\\`*_~[\]()<>#|!]/g, '\\$&').replace(/^(\s*)([-+]|\d+\.)/, '$1\\$2');
}

function escapeUrl(url: string): string {
  return url.replace(/[()<>\s\\]/g, (each) => `%${each.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);
}
