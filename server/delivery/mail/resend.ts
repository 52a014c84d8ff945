/** Resend, through its own package (API as read 2026-11). It keeps a key for 24 hours: later, again is a second. */
import { type CreateEmailResponse, type ErrorResponse, Resend } from 'resend';
import { namedAddress } from './address.ts';
import { carrierReason, type Mail, type Mailer, type MailReply, type MailTest } from './mailer.ts';

/** An account, and where and how long it is asked. */
export type ResendOptions = {
  readonly apiKey: string;
  /** Without one, Resend's own. */
  readonly baseUrl?: string;
  readonly timeoutMs: number;
};

const BASE_URL = 'https://api.resend.com';
/** Without one Resend answers 403. */
const USER_AGENT = 'autofactura';

/** One mail per key; of two payloads under one key the first is sent. */
export function createResendMailer({ apiKey, baseUrl = BASE_URL, timeoutMs }: ResendOptions): Mailer {
  const resend = new Resend(apiKey, { baseUrl, userAgent: USER_AGENT });
  // The package tells a deadline from other failures by throwing, on some paths.
  const within = <T>(signal: AbortSignal, ask: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> =>
    ask(AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])).catch(() => undefined);
  return {
    async send(mail, idempotencyKey, signal) {
      const answer = await within(signal, (signal) => resend.emails.send(payloadOf(mail), { idempotencyKey, signal }));
      return answer ? replyOf(answer) : { kind: 'later', reason: 'no answer' };
    },
    async testConnection(signal): Promise<MailTest> {
      const answer = await within(signal, (signal) => resend.domains.list({}, { signal }));
      // A key that may only send is told apart from one that may nothing.
      if (answer && (!answer.error || answer.error.name === 'restricted_api_key')) return { kind: 'works' };
      return { kind: 'fails', reason: answer?.error ? reasonOf(answer.error) : 'no answer' };
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
  // The package believes any JSON: `null` with any status is neither data nor an error.
  if (!error) return data?.id ? { kind: 'taken', receipt: data.id } : { kind: 'later', reason: 'no id' };
  const { statusCode: status, name } = error;
  // Another payload came under this key before and was accepted: a logo or a text was changed between two attempts.
  // One delivery is one mail, so that first one is it; its id is not told.
  if (name === 'invalid_idempotent_request') return { kind: 'taken' };
  const reason = reasonOf(error);
  if (status !== null && isOfTheMail(status)) return { kind: 'refused', reason };
  const seconds = Number(headers?.['retry-after'] ?? Number.NaN);
  return { kind: 'later', reason, ...(seconds >= 0 && { retryAfterMs: seconds * 1000 }) };
}

/** 401 and 403 are of the account (its key, its domain), 404 of where it is asked, 409 and 429 of the moment. */
function isOfTheMail(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 403, 404, 405, 408, 409, 425, 429].includes(status);
}

function reasonOf({ statusCode, name, message }: ErrorResponse): string {
  return carrierReason([statusCode ?? '', name ?? '', message ?? ''].join(' '));
}
