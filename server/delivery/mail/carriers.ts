/** Who carries a merchant's mail: its own account with Resend or an SMTP server, or else this server's. */
import { z } from 'zod';
import type { Tenant } from '../../merchants/tenant.ts';
import { askableAddresses } from '../../outbound/askable.ts';
import type { KnownProvider } from '../../outbound/provider.ts';
import type { ProviderAccounts } from '../../outbound/provider-accounts.ts';
import { type MailAddress, parseMailAddress } from './address.ts';
import type { Mailer } from './mailer.ts';
import { createResendMailer } from './resend.ts';
import { createSmtpMailer } from './smtp.ts';

/** An account that sends a merchant's mail. */
export type Carrier = {
  readonly mailer: Mailer;
  /** What its mail comes from: of a domain that the carrier may sign for. */
  readonly sender: MailAddress;
  /** Verifies what Resend says afterwards; only Resend says anything. */
  readonly webhookSecret?: string;
};

const sender = z
  .string()
  .max(254)
  .refine((text) => parseMailAddress(text) !== undefined, 'email-malformed');
const RESEND = z.strictObject({
  apiKey: z.string().regex(/^re_[\x21-\x7e]{1,200}$/),
  from: sender,
  webhookSecret: z
    .string()
    .regex(/^whsec_[\x21-\x7e]{1,200}$/)
    .optional(),
});
const SMTP = z.strictObject({
  url: z
    .string()
    .max(500)
    .regex(/^smtps?:\/\/\S+$/),
  from: sender,
});

/** The carriers that a merchant may have an account with. */
export const KNOWN_CARRIERS: Readonly<Record<string, KnownProvider<Carrier>>> = {
  resend: {
    name: 'Resend',
    credentials: RESEND,
    create(credentials, { baseUrl, timeoutMs }) {
      const { apiKey, from, webhookSecret } = RESEND.parse(credentials);
      const mailer = createResendMailer({ apiKey, timeoutMs, ...(baseUrl !== undefined && { baseUrl }) });
      return { mailer, sender: addressOf(from), ...(webhookSecret !== undefined && { webhookSecret }) };
    },
  },
  smtp: {
    name: 'SMTP',
    credentials: SMTP,
    create(credentials, { baseUrl, timeoutMs }) {
      const { url, from } = SMTP.parse(credentials);
      // A merchant chose the host: it is asked as a stranger's is, and on this machine only where stand-ins are.
      const reach = { allowLoopback: baseUrl !== undefined };
      const addressesOf = (host: string, signal: AbortSignal) => askableAddresses(host, signal, reach);
      return { mailer: createSmtpMailer({ url, timeoutMs, addressesOf }), sender: addressOf(from) };
    },
  },
};

function addressOf(text: string): MailAddress {
  const address = parseMailAddress(text);
  if (!address) throw new TypeError('no address to send from');
  return address;
}

/** This server's own carrier: `smtp(s)://…`, or `resend:re_…`. Throws a TypeError for anything else. */
export function carrierOf(url: string, from: string, timeoutMs: number): Carrier {
  const [, apiKey] = /^resend:(re_\S+)$/.exec(url) ?? [];
  const mailer = apiKey ? createResendMailer({ apiKey, timeoutMs }) : createSmtpMailer({ url, timeoutMs });
  return { mailer, sender: addressOf(from) };
}

/** Finds the carrier of a tenant's mail, or `undefined` when neither the merchant nor the server has one. */
export type Carriers = (tenant: Tenant) => Promise<Carrier | undefined>;

/** The merchant's first, then this server's; `undefined` where there is none. */
export function createCarriers(accounts: ProviderAccounts<Carrier>, own: Carrier | undefined): Carriers {
  return async (tenant) => (await accounts.open(tenant))[0]?.adapter ?? own;
}
