/** Formats an alert for a Slack incoming webhook. */
import type { Alert } from './words.ts';

/** The statuses by which Slack reports that a webhook no longer exists: revoked, archived, deleted or forbidden. */
export const SLACK_GONE = [403, 404, 410] as const;

/** The body of the request to Slack. */
export function slackMessage({ title, lines, more }: Alert): string {
  const blocks = [
    `*${escapeSlack(title)}*`,
    ...lines.map(({ text, url }) =>
      url === undefined ? `• ${escapeSlack(text)}` : `• <${escapeUrl(url)}|${escapeSlack(text)}>`,
    ),
  ];
  const text = [...blocks, ...(more === undefined ? [] : [escapeSlack(more)])].join('\n');
  return JSON.stringify({ text, unfurl_links: false, unfurl_media: false });
}

/** Escapes text for Slack, which needs exactly these three characters. That also disables links and `<!channel>`. */
export function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function escapeUrl(url: string): string {
  return escapeSlack(url.replace(/[|<>\s]/g, encodeURIComponent));
}
