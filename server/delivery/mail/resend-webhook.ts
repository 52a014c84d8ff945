/** Reads Resend's webhooks about mails it sent, signed as Svix does (Standard Webhooks). */
import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { carrierReason } from './mailer.ts';

/** What a webhook says. `receipt` is the id that `send` returned. `ignored` is a signed event that we do not store (opened, clicked, delayed). */
export type ResendNews =
  | { readonly kind: 'delivered' | 'complained'; readonly receipt: string }
  | { readonly kind: 'bounced'; readonly receipt: string; readonly reason: string }
  | { readonly kind: 'ignored' | 'bad-signature' };

/** The request as received; the body is unparsed, because the signature covers its bytes. */
export type ResendWebhook = {
  readonly headers: Headers;
  readonly body: string;
  /** The endpoint's signing secret at Resend, `whsec_…`. */
  readonly secret: string;
  readonly now: number;
};

const TOLERANCE_S = 5 * 60;

const newsSchema = z.object({
  type: z.string(),
  data: z.object({
    email_id: z.string().min(1),
    bounce: z.object({ type: z.string().optional(), message: z.string().optional() }).optional(),
    failed: z.object({ reason: z.string().optional() }).optional(),
  }),
});

/** Verifies and reads a webhook. A repetition gives the same result again, so code that settles a delivery with it must tolerate that. */
export function readResendWebhook({ headers, body, secret, now }: ResendWebhook): ResendNews {
  if (!isSigned({ headers, body, secret, now })) return { kind: 'bad-signature' };
  const news = newsSchema.safeParse(parse(body)).data;
  if (!news) return { kind: 'ignored' };
  const { type, data } = news;
  const { email_id: receipt, bounce, failed } = data;
  if (type === 'email.delivered') return { kind: 'delivered', receipt };
  if (type === 'email.complained') return { kind: 'complained', receipt };
  // In all three cases the mail will not arrive: rejected permanently, never sent, or to an address that bounced before.
  if (type === 'email.bounced' || type === 'email.failed' || type === 'email.suppressed') {
    const reasons = [type, bounce?.type, bounce?.message, failed?.reason].filter((part) => part !== undefined);
    return { kind: 'bounced', receipt, reason: carrierReason(reasons.join(' ')) };
  }
  return { kind: 'ignored' };
}

/** `resend.webhooks.verify` does the same by the system clock; here the caller's clock is used. */
function isSigned({ headers, body, secret, now }: ResendWebhook): boolean {
  const read = (name: string): string => headers.get(`svix-${name}`) ?? headers.get(`webhook-${name}`) ?? '';
  const [id, timestamp, signatures] = [read('id'), read('timestamp'), read('signature')];
  if (id === '' || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_S) return false;
  const expected = signatureOf(secret, id, new Date(Number(timestamp) * 1000), body);
  if (expected === undefined) return false;
  return signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** Computes the signature; `undefined` for a malformed secret. */
function signatureOf(secret: string, id: string, at: Date, body: string): Buffer | undefined {
  try {
    return Buffer.from(new Webhook(secret).sign(id, at, body));
  } catch {
    return undefined;
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
