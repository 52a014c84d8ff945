/** Selects the account that sends a merchant's mail: their own with Resend or an SMTP server, or else this server's. */
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
  /** The From address, of a domain that the carrier may sign for. */
  readonly sender: MailAddress;
  /** Verifies Resend's webhooks; other carriers have none. */
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
      // A merchant chose the host, so it is contacted like any untrusted one; loopback is allowed only where there are stand-ins.
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

/** Creates this server's own carrier from `smtp(s)://…` or `resend:re_…`. Throws a TypeError for anything else. */
export function carrierOf(url: string, from: string, timeoutMs: number): Carrier {
  const [, apiKey] = /^resend:(re_\S+)$/.exec(url) ?? [];
  const mailer = apiKey ? createResendMailer({ apiKey, timeoutMs }) : createSmtpMailer({ url, timeoutMs });
  return { mailer, sender: addressOf(from) };
}

/** Finds the carrier of a tenant's mail, or `undefined` when neither the merchant nor the server has one. */
export type Carriers = (tenant: Tenant) => Promise<Carrier | undefined>;

/** Creates the look-up: the merchant's own carrier comes first, then this server's; `undefined` if there is neither. */
export function createCarriers(accounts: ProviderAccounts<Carrier>, own: Carrier | undefined): Carriers {
  return async (tenant) => (await accounts.open(tenant))[0]?.adapter ?? own;
}
