/** Refuses a host that a merchant chose but that must not be contacted, when it is set. The same rules apply again at each request. */
import { isIP } from 'node:net';
import type { Tenant } from '../merchants/tenant.ts';
import { type Fault, Problem } from '../problems/problem.ts';
import { hostOf, mayBeAsked } from './address-rules.ts';
import { mayAsk } from './askable.ts';
import type { Resolve } from './resolve.ts';

/** What checking a host may touch: the DNS, and whether a tenant's requests may go to loopback. */
export type ChosenHostsDeps = { readonly resolve: Resolve; readonly allowsLoopback: (tenant: Tenant) => boolean };

/** Schemes of mail servers; any other scheme is a web address, whose whole form is checked. */
const MAIL = /^smtps?:$/;
const MAIL_URL = /^smtps?:\/\//i;

/** How long a DNS look-up may take: a person is waiting, and the host is checked again at each request. */
const LOOK_UP_MS = 2_500;

/**
 * Throws `host-refused` with the pointer of each URL that leads to this machine, a private network or a cloud's metadata service, by its address
 * or by what its name resolves to now. A name that does not resolve yet passes: it is not contacted until it resolves to a public address.
 */
export async function assertHostsMayBeAsked(
  { resolve, allowsLoopback }: ChosenHostsDeps,
  tenant: Tenant,
  urls: readonly { readonly pointer: string; readonly url: string }[],
): Promise<void> {
  const reach = { allowLoopback: allowsLoopback(tenant), resolve };
  const faults = await Promise.all(
    urls.map(async ({ pointer, url }): Promise<readonly Fault[]> => {
      const mayBeSet = await isAskable(url, reach);
      return mayBeSet ? [] : [{ code: MAIL_URL.test(url) ? 'mail-host-refused' : 'url-refused', pointer }];
    }),
  );
  if (faults.flat().length > 0) throw new Problem('host-refused', { faults: faults.flat() });
}

/** Finds every URL among credentials, with its pointer. */
export function urlsAmong(credentials: object): readonly { readonly pointer: string; readonly url: string }[] {
  return Object.entries(credentials).flatMap(([name, url]) =>
    typeof url === 'string' && /^(?:https?|smtps?):\/\//i.test(url) ? [{ pointer: `/credentials/${name}`, url }] : [],
  );
}

async function isAskable(
  written: string,
  reach: { readonly allowLoopback: boolean; readonly resolve: Resolve },
): Promise<boolean> {
  // Parsed as a web address whatever its scheme, because only then are other spellings of an address (`0x7f.1`) recognized.
  const asWeb = written.replace(/^[a-z]+:/i, 'https:');
  if (!URL.canParse(written) || !URL.canParse(asWeb)) return false;
  if (!MAIL.test(new URL(written).protocol) && !mayBeAsked(written, reach.allowLoopback)) return false;
  const host = hostOf(new URL(asWeb)).replace(/\.$/, '');
  if (host === 'localhost') return reach.allowLoopback;
  if (isIP(host) === 0 && !host.includes('.')) return false;
  return mayAsk(host, AbortSignal.timeout(LOOK_UP_MS), reach);
}
