/**
 * A mailer for Resend, through its own package (API as read 2026-11). It remembers an idempotency key for 24 hours; a later repetition sends a
 * second mail.
 */
import { type CreateEmailResponse, type ErrorResponse, Resend } from 'resend';
import { namedAddress } from './address.ts';
import { carrierReason, type Mail, type Mailer, type MailReply, type MailTest } from './mailer.ts';

/** A Resend account, with the URL and timeout of its API. */
export type ResendOptions = {
  readonly apiKey: string;
  /** The API's base URL; Resend's own by default. */
  readonly baseUrl?: string;
  readonly timeoutMs: number;
};

const BASE_URL = 'https://api.resend.com';
/** Resend answers 403 without a user agent. */
const USER_AGENT = 'autofactura';

/** Creates the mailer. It sends one mail per key; of two payloads with one key, the first is sent. */
export function createResendMailer({ apiKey, baseUrl = BASE_URL, timeoutMs }: ResendOptions): Mailer {
  const resend = new Resend(apiKey, { baseUrl, userAgent: USER_AGENT });
  // On some paths the package throws only for a timeout.
  const within = <T>(signal: AbortSignal, ask: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> =>
    ask(AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])).catch(() => undefined);
  return {
    async send(mail, idempotencyKey, signal) {
      const answer = await within(signal, (signal) => resend.emails.send(payloadOf(mail), { idempotencyKey, signal }));
      return answer ? replyOf(answer) : { kind: 'later', reason: 'no answer' };
    },
    async testConnection(signal): Promise<MailTest> {
      const answer = await within(signal, (signal) => resend.domains.list({}, { signal }));
      // A key with only sending access is distinguished from one without any.
      if (answer && (!answer.error || answer.error.name === 'restricted_api_key')) return { kind: 'works' };
      const error = answer?.error;
      if (!error) return { kind: 'fails', reason: 'no answer' };
      const isOfTheKey = ['missing_api_key', 'invalid_api_key'].includes(error.name);
      return { kind: isOfTheKey ? 'refused' : 'fails', reason: reasonOf(error) };
    },
  };
}

function payloadOf({ from, to, replyTo, subject, html, text, attachments, headers }: Mail) {
  return {
    from: namedAddress(from.name, from.address),
    to: [to],
    ...(replyTo && { replyTo }),
    subject,
    html,
    text,
    ...(headers && { headers: { ...headers } }),
    attachments: attachments.map(({ filename, contentType, content, contentId }) => ({
      filename,
      contentType,
      content: Buffer.from(content),
      ...(contentId !== undefined && { contentId }),
    })),
  };
}

function replyOf({ data, error, headers }: CreateEmailResponse): MailReply {
  // The package accepts any JSON: `null` with any status is neither data nor an error.
  if (!error) return data?.id ? { kind: 'taken', receipt: data.id } : { kind: 'later', reason: 'no id' };
  const { statusCode: status, name } = error;
  // Another payload with this key was accepted before: a logo or a text changed between two attempts. One delivery is one mail, so the first one
  // stands; Resend does not return its id.
  if (name === 'invalid_idempotent_request') return { kind: 'taken' };
  const reason = reasonOf(error);
  if (status !== null && isOfTheMail(status)) return { kind: 'refused', reason };
  const seconds = Number(headers?.['retry-after'] ?? Number.NaN);
  return { kind: 'later', reason, ...(seconds >= 0 && { retryAfterMs: seconds * 1000 }) };
}

/**
 * Whether a status is about the mail itself: 401 and 403 are about the account (its key, its domain), 404 about the URL, and 409 and 429 are
 * temporary.
 */
function isOfTheMail(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 403, 404, 405, 408, 409, 425, 429].includes(status);
}

function reasonOf({ statusCode, name, message }: ErrorResponse): string {
  return carrierReason([statusCode ?? '', name ?? '', message ?? ''].join(' '));
}
