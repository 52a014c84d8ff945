/** Every adapter there is, with its stand-in. */
import { KNOWN_PACS } from '../../../server/pac/known-pacs.ts';
import { createSandboxPac } from '../../../server/pac/sandbox.ts';
import { ACCOUNTS, WRONG_ACCOUNTS } from '../../stand-ins/accounts.ts';
import type { Subject } from './lab.ts';

export const SANDBOX: Subject = {
  name: 'sandbox',
  isSandbox: true,
  create: (url, { timeoutMs }) => createSandboxPac({ url, timeoutMs }),
  secrets: [],
  quirks: {},
};

function subject(name: keyof typeof ACCOUNTS, quirks: Subject['quirks']): Subject {
  return {
    name,
    create(url, { timeoutMs, account }) {
      const credentials = (account === 'good' ? ACCOUNTS : WRONG_ACCOUNTS)[name];
      const pac = KNOWN_PACS[name]?.create(credentials, { world: 'test', baseUrl: url, timeoutMs });
      if (!pac) throw new Error(`no adapter ${name}`);
      return pac;
    },
    secrets: [ACCOUNTS, WRONG_ACCOUNTS].flatMap((accounts) => {
      const secret: Readonly<Record<string, string>> = accounts[name];
      return [secret.password, secret.token, secret.key].filter((each) => each !== undefined);
    }),
    quirks: { rateLimited: 'rate-limited', suspended: 'issuer-suspended', ...quirks },
  };
}

/** The PACs, each on a stand-in of its own name. */
export const SUBJECTS: readonly Subject[] = [
  subject('finkok', {
    lookupLags: 'finkok-lags',
    duplicateIncidences: 'finkok-duplicate-incidences',
    cancelNotYetKnown: 'finkok-cancel-unknown',
  }),
  subject('sw', { cancelNotYetKnown: 'sw-cancel-unknown' }),
  subject('prodigia', {}),
  subject('diverza', { cancelNotYetKnown: 'diverza-cancel-unknown' }),
  subject('facturama', { lookupLags: 'facturama-lags', cancelNotYetKnown: 'facturama-cancel-unknown' }),
  subject('facturapi', { cancelNotYetKnown: 'facturapi-cancel-unknown' }),
];
