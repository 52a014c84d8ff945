/** An alert as a Slack incoming webhook takes it. */
import type { Alert } from './words.ts';

/** Slack's ways to say that a hook is no more: revoked, archived, deleted, forbidden. */
export const SLACK_GONE = [403, 404, 410] as const;

/** The body of the request. */
export function slackMessage({ title, lines, more }: Alert): string {
  const said = [
    `*${escapeSlack(title)}*`,
    ...lines.map(({ text, url }) =>
      url === undefined ? `• ${escapeSlack(text)}` : `• <${escapeUrl(url)}|${escapeSlack(text)}>`,
    ),
  ];
  const text = [...said, ...(more === undefined ? [] : [escapeSlack(more)])].join('\n');
  return JSON.stringify({ text, unfurl_links: false, unfurl_media: false });
}

/** As Slack has it: these three characters and no other; with them go links and `<!channel>`. */
export function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function escapeUrl(url: string): string {
  return escapeSlack(url.replace(/[|<>\s]/g, encodeURIComponent));
}
