/** The merchant's accounts with PACs. */
import { forgetAccountTrouble } from '../../invoicing/pac-health.ts';
import type { ConnectionReply } from '../../pac/pac.ts';
import type { Services } from '../api/services.ts';
import { type Connection, providerAccountRoutes } from './provider-accounts.ts';

/** The routes `/pac-accounts`. Position 0 stamps, and position 1 is the fallback. */
export function pacAccountRoutes(services: Services) {
  return providerAccountRoutes(services, {
    path: '/pac-accounts',
    tag: 'Pac',
    wire: { name: 'PacAccount', provider: 'pac' },
    about: {
      list: 'List your PAC accounts, in order',
      put: 'Position 0 stamps. Position 1 takes only documents that were never sent to the first.',
      test: 'Test the account without spending a stamp',
      credentials: `finkok: username, password · sw: user, password or token · prodigia: user, password, contrato · diverza: id, token · facturapi: key · facturama: user, password`,
    },
    positions: 2,
    accounts: services.pacAccounts,
    onChange: (tenant, pac) => forgetAccountTrouble(services.invoicing, tenant, pac),
    test: async (pac, signal) => connectionOf(await pac.testConnection(signal)),
  });
}

function connectionOf(reply: ConnectionReply): Connection {
  if (reply.kind === 'ok') return { status: 'ok', ...(reply.credit !== undefined && { credit: reply.credit }) };
  return { status: reply.kind, reason: reply.kind === 'refused' ? reply.account : reply.reason };
}
