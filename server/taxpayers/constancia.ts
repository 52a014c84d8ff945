/** Requests the SAT's page of a Constancia at its owner's wish; nothing of it is stored or logged. */
import { Agent } from 'node:https';
import { askProvider } from '../outbound/ask-provider.ts';
import { type ConstanciaPage, readConstanciaPage } from './constancia-page.ts';
import { type ConstanciaQr, constanciaUrl } from './constancia-qr.ts';

/** The receptor's data, or why they cannot be had; `unavailable` is worth trying again later. */
export type ConstanciaReply = Exclude<ConstanciaPage, { kind: 'unreadable' }> | { readonly kind: 'unavailable' };

/** Fetches and reads the SAT's page for a QR. */
export type ConstanciaReader = {
  /** Never throws; the page of another RFC is `not-found`, and a page that is no constancia `unavailable`. */
  read(qr: ConstanciaQr, signal: AbortSignal): Promise<ConstanciaReply>;
};

/** That host only offers what OpenSSL 3 considers too weak, so this applies to it alone; its certificate is still verified. */
const CIPHERS = 'DEFAULT@SECLEVEL=1';
const TIMEOUT_MS = 8_000;

/** A server used instead of the SAT, for the demo and the tests. */
export type StandIn = {
  /** The origin of a stand-in. */
  readonly base: string;
  /** Certificates (PEM) that vouch for it, instead of those that Node knows. */
  readonly ca?: readonly string[];
};

/** Without a stand-in it asks the SAT. */
export function createConstanciaReader(standIn?: StandIn): ConstanciaReader {
  const agent = new Agent({ ciphers: CIPHERS, ...(standIn?.ca && { ca: [...standIn.ca] }) });
  return {
    async read(qr, signal) {
      const url = constanciaUrl(qr, standIn?.base);
      const answer = await askProvider({ method: 'GET', url, signal, timeoutMs: TIMEOUT_MS, agent });
      const isPage = answer.kind === 'answered' && answer.status === 200;
      const page = isPage ? readConstanciaPage(answer.text) : undefined;
      if (page?.kind === 'not-found') return page;
      if (page?.kind !== 'found') return { kind: 'unavailable' };
      return page.constancia.rfc === qr.rfc ? page : { kind: 'not-found' };
    },
  };
}
