/** The merchant's own carrier of mail: Resend, or an SMTP server. */

import type { Services } from '../api/services.ts';
import { providerAccountRoutes } from './provider-accounts.ts';

/** The routes `/mail-accounts`. A merchant has at most one. */
export function mailAccountRoutes(services: Services) {
  return providerAccountRoutes(services, {
    path: '/mail-accounts',
    tag: 'Mail',
    wire: { name: 'MailAccount', provider: 'carrier' },
    about: {
      list: 'Who carries the merchant’s mail',
      put: 'Without one, this server’s own carrier has it, where there is one.',
      credentials: 'resend: apiKey, from, webhookSecret · smtp: url (smtps://user:password@host:465), from',
      test: 'Try the account; nothing is sent',
    },
    positions: 1,
    accounts: services.mailAccounts,
    onChange: async () => undefined,
    async test({ mailer }, signal) {
      const tested = await mailer.testConnection(signal);
      return tested.kind === 'works' ? { status: 'ok' } : { status: 'unavailable', reason: tested.reason };
    },
  });
}
