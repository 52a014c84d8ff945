/** The port to whoever carries mail. */
import type { HeaderText, MailAddress } from './address.ts';

/** A file that a mail carries. Its name is safe to put in a header. */
export type MailAttachment = {
  readonly filename: HeaderText;
  readonly contentType: 'application/xml' | 'application/pdf' | 'image/png' | 'image/jpeg';
  readonly content: Uint8Array;
  /** Shown inside the HTML as `cid:…`, and not among the attachments. */
  readonly contentId?: string;
};

/** The headers of ours beside those that every mail has. */
export type MailHeader = 'Auto-Submitted' | 'List-Unsubscribe' | 'List-Unsubscribe-Post';

/** A mail as it is to arrive. The same delivery makes the same mail, byte for byte: carriers compare. */
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
 * `refused` is definite: this mail will never be taken. `later` is everything else, an account that does not work
 * included: once that is put right, the mail goes out. A reason never repeats an address.
 */
export type MailReply =
  | {
      readonly kind: 'taken';
      /** The carrier's id for it; there is none when all it says is that it has had this delivery before. */
      readonly receipt?: string;
    }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'later'; readonly reason: string; readonly retryAfterMs?: number };

/** Whether the account works, as the merchant is told when they set it up. */
export type MailTest = { readonly kind: 'works' } | { readonly kind: 'fails'; readonly reason: string };

/** Neither verb throws. */
export interface Mailer {
  /** A carrier that knows idempotency sends one mail per key, however often it is asked. */
  send(mail: Mail, idempotencyKey: string, signal: AbortSignal): Promise<MailReply>;
  /** Sends nothing. */
  testConnection(signal: AbortSignal): Promise<MailTest>;
}

const MAX_REASON = 200;

/** What a carrier said, without the addresses it likes to repeat: reasons are kept and shown. */
export function carrierReason(text: string): string {
  const line = text
    .replace(/[^\s<>"'`(]+@[^\s<>"'`)]+/g, '…')
    .replace(/\s+/g, ' ')
    .trim();
  return line.slice(0, MAX_REASON);
}
