/** The merchant's own mail account: Resend or an SMTP server. */

import type { Services } from '../api/services.ts';
import { providerAccountRoutes } from './provider-accounts.ts';

/** The routes `/mail-accounts`. A merchant has at most one. */
export function mailAccountRoutes(services: Services) {
  return providerAccountRoutes(services, {
    path: '/mail-accounts',
    tag: 'Mail',
    wire: { name: 'MailAccount', provider: 'carrier' },
    about: {
      list: 'Get the merchant’s mail account',
      put: 'It replaces the account with another carrier. Without an account, mail is sent by this server’s own carrier, if it has one.',
      credentials: 'resend: apiKey, from, webhookSecret · smtp: url (smtps://user:password@host:465), from',
      test: 'Test the account without sending mail',
    },
    positions: 1,
    accounts: services.mailAccounts,
    onChange: async () => undefined,
    async test({ mailer }, signal) {
      const tested = await mailer.testConnection(signal);
      if (tested.kind === 'works') return { status: 'ok' };
      return { status: tested.kind === 'refused' ? 'refused' : 'unavailable', reason: tested.reason };
    },
  });
}
