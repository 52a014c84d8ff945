/** The port to a mail carrier. */
import type { HeaderText, MailAddress } from './address.ts';

/** A file that a mail carries. Its name is safe to put in a header. */
export type MailAttachment = {
  readonly filename: HeaderText;
  readonly contentType: 'application/xml' | 'application/pdf' | 'image/png' | 'image/jpeg';
  readonly content: Uint8Array;
  /** The content id, for an image shown inside the HTML as `cid:…` and not listed among the attachments. */
  readonly contentId?: string;
};

/** The headers that we set besides those that every mail has. */
export type MailHeader = 'Auto-Submitted' | 'List-Unsubscribe' | 'List-Unsubscribe-Post';

/** A mail as it should arrive. The same delivery makes the same mail, byte for byte, because carriers compare repetitions. */
export type Mail = {
  readonly to: MailAddress;
  readonly from: { readonly name: HeaderText; readonly address: MailAddress };
  readonly replyTo?: MailAddress;
  readonly subject: HeaderText;
  readonly html: string;
  readonly text: string;
  readonly attachments: readonly MailAttachment[];
  readonly headers?: Readonly<Partial<Record<MailHeader, HeaderText>>>;
};

/**
 * What a carrier answered. `refused` is final: this mail will never be accepted. `later` is everything else, including an account that does not
 * work: once that is fixed, the mail is sent. A reason never repeats an address.
 */
export type MailReply =
  | {
      readonly kind: 'taken';
      /** The carrier's id for the mail; absent if the carrier only says that it has this delivery already. */
      readonly receipt?: string;
    }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'later'; readonly reason: string; readonly retryAfterMs?: number };

/** Whether the account works, as shown to the merchant who sets it up. `refused`: the carrier answered, and does not accept the credentials. */
export type MailTest =
  | { readonly kind: 'works' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'fails'; readonly reason: string };

/** A mail carrier. Neither method throws. */
export interface Mailer {
  /** Sends a mail. A carrier that supports idempotency sends one mail per key, however often it is called. */
  send(mail: Mail, idempotencyKey: string, signal: AbortSignal): Promise<MailReply>;
  /** Tests the account without sending anything. */
  testConnection(signal: AbortSignal): Promise<MailTest>;
}

const MAX_REASON = 200;
// Carriers are chosen by merchants, so what they answer may be of any length, and is cut before it is searched.
const MAX_READ = 4_000;
// Both parts are bounded: an open one would be tried anew from each letter of a long word.
const ADDRESS = /[^\s<>"'`(]{1,254}@[^\s<>"'`)]{1,254}/g;

/** A carrier's reason without the addresses that it may repeat, because reasons are stored and shown. */
export function carrierReason(text: string): string {
  const line = text.slice(0, MAX_READ).replace(ADDRESS, '…').replace(/\s+/g, ' ').trim();
  return line.slice(0, MAX_REASON);
}
