/** Refuses a host that a merchant chose when it may not be asked, where it is set: by the rules that hold again whenever it is asked. */
import { isIP } from 'node:net';
import type { Tenant } from '../../merchants/tenant.ts';
import { hostOf, mayBeAsked } from '../../outbound/address-rules.ts';
import { mayAsk } from '../../outbound/askable.ts';
import { type Fault, Problem } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';

/** Schemes by which a mail server is reached; every other one is a web address, of which the whole form counts. */
const MAIL = /^smtps?:$/;

/** What a name server may take: somebody is waiting, and it is looked at again whenever the host is asked. */
const LOOK_UP_MS = 2_500;

/**
 * Throws `host-refused` with the pointer of each URL that leads to this machine, a private network or a cloud's metadata, by its address or by
 * what its name means now. A name that nobody knows yet passes: it is asked nothing until it means something public.
 */
export async function assertHostsMayBeAsked(
  { resolve, allowsLoopback }: Pick<Services, 'resolve' | 'allowsLoopback'>,
  tenant: Tenant,
  urls: readonly { readonly pointer: string; readonly url: string }[],
): Promise<void> {
  const reach = { allowLoopback: allowsLoopback(tenant), resolve };
  const faults = await Promise.all(
    urls.map(async ({ pointer, url }): Promise<readonly Fault[]> => {
      const mayBeSet = await isAskable(url, reach);
      return mayBeSet ? [] : [{ code: 'url-refused', pointer }];
    }),
  );
  if (faults.flat().length > 0) throw new Problem('host-refused', { faults: faults.flat() });
}

/** Every URL among credentials, by its place. */
export function urlsAmong(credentials: object): readonly { readonly pointer: string; readonly url: string }[] {
  return Object.entries(credentials).flatMap(([name, url]) =>
    typeof url === 'string' && /^(?:https?|smtps?):\/\//i.test(url) ? [{ pointer: `/credentials/${name}`, url }] : [],
  );
}

async function isAskable(
  written: string,
  reach: { readonly allowLoopback: boolean; readonly resolve: Services['resolve'] },
): Promise<boolean> {
  // Read as a web address whatever its scheme: only then are other spellings of an address (`0x7f.1`) seen for what they are.
  const asWeb = written.replace(/^[a-z]+:/i, 'https:');
  if (!URL.canParse(written) || !URL.canParse(asWeb)) return false;
  if (!MAIL.test(new URL(written).protocol) && !mayBeAsked(written, reach.allowLoopback)) return false;
  const host = hostOf(new URL(asWeb)).replace(/\.$/, '');
  if (host === 'localhost') return reach.allowLoopback;
  if (isIP(host) === 0 && !host.includes('.')) return false;
  return mayAsk(host, AbortSignal.timeout(LOOK_UP_MS), reach);
}
