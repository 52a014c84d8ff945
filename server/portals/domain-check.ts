/** Checks whether a domain is its merchant's, leads to this server, and answers. */
import { createHmac, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { createPortalLinks } from '../links/portal-links.ts';
import type { GuardedClient } from '../outbound/guarded.ts';
import type { Dns, Records } from '../outbound/resolve.ts';
import { type Findings, type PortalDomain, proofOf } from './domain.ts';

/** This server's answer to a number that nobody could know in advance; the same on all replicas. */
export type HereProof = (nonce: string) => string;

/** Creates the proof from the server's master key. */
export function createHereProof(masterKey: KeyObject): HereProof {
  const key = Buffer.from(hkdfSync('sha256', masterKey, '', 'autofactura own-domain', 32));
  return (nonce) => createHmac('sha256', key).update(nonce).digest('hex');
}

/** What checking a domain depends on. */
export type Looking = {
  readonly dns: Dns;
  readonly client: Pick<GuardedClient, 'get'>;
  readonly hereProof: HereProof;
  readonly publicUrl: string;
};

const ANSWER_MS = 15_000;
/** More aliases in a chain than anybody uses. */
const MOST_ALIASES = 5;

/** Looks up the DNS. Never throws. */
export async function lookAtNames(looking: Looking, domain: PortalDomain): Promise<Findings> {
  const [txt, points] = await Promise.all([txtOf(looking, domain), pointsOf(looking, domain.host)]);
  return { txt, points, answers: 'untried' };
}

/** Requests the host, if it is proven and leads somewhere. Never throws. */
export async function lookAtHost(
  looking: Looking,
  { host }: PortalDomain,
  found: Findings,
  signal: AbortSignal,
): Promise<Findings> {
  const { txt, points } = found;
  if (txt !== 'ok' || points === 'nowhere' || points === 'unknown') return found;
  return { ...found, answers: await answersOf(looking, host, signal) };
}

// Once it has been proven, the record may be deleted.
async function txtOf({ dns }: Looking, domain: PortalDomain): Promise<Findings['txt']> {
  if (domain.provenAt !== undefined) return 'ok';
  const { name, value } = proofOf(domain);
  const found = await dns.txt(name);
  if (found === 'unknown') return 'unknown';
  if (found.some((text) => text.trim() === value)) return 'ok';
  return found.some((text) => text.trim().startsWith('autofactura=')) ? 'other' : 'missing';
}

// An alias of our name, or a name with one of our addresses: an apex has no alias, and some name servers flatten it.
async function pointsOf({ dns, publicUrl }: Looking, host: string): Promise<Findings['points']> {
  const ours = new URL(publicUrl).hostname.replace(/^\[|\]$/g, '');
  const aliases = await aliasesOf(dns, host);
  if (aliases === 'unknown') return 'unknown';
  if (aliases.includes(ours)) return 'ok';
  const [theirs, own] = await Promise.all([dns.addresses(host), isIP(ours) === 0 ? dns.addresses(ours) : [ours]]);
  if (theirs === 'unknown' || own === 'unknown') return 'unknown';
  if (theirs.length === 0) return 'nowhere';
  return theirs.some((address) => own.includes(address)) ? 'ok' : 'elsewhere';
}

async function aliasesOf(dns: Dns, host: string): Promise<Records> {
  const found: string[] = [];
  for (let name: string | undefined = host; name !== undefined && found.length < MOST_ALIASES; ) {
    const alias: Records = await dns.cname(name);
    if (alias === 'unknown') return 'unknown';
    name = alias[0]?.toLowerCase().replace(/\.$/, '');
    if (name !== undefined) found.push(name);
  }
  return found;
}

async function answersOf(
  { client, hereProof, publicUrl }: Looking,
  host: string,
  signal: AbortSignal,
): Promise<Findings['answers']> {
  const nonce = randomBytes(16).toString('hex');
  const url = createPortalLinks(publicUrl).here(host, nonce);
  const answer = await client.get(url, { signal, timeoutMs: ANSWER_MS });
  if (answer.kind === 'refused') return 'private-address';
  if (answer.kind === 'failed') return CERTIFICATE.test(answer.reason) ? 'certificate' : 'no-answer';
  return answer.status === 200 && answer.text === hereProof(nonce) ? 'ok' : 'other-server';
}

/** What Node and OpenSSL report about a certificate that is not trusted, or a handshake that fails because of one. */
const CERTIFICATE = /CERT|ERR_TLS|ERR_SSL|SSL|EPROTO|UNABLE_TO|SELF_SIGNED/;
