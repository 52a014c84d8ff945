/** Asks the SAT for the page of a Constancia, because its owner wishes so; nothing of it is kept or logged. */

import { get as getHttp } from 'node:http';
import { Agent, get as getHttps } from 'node:https';
import { type ConstanciaPage, readConstanciaPage } from './constancia-page.ts';
import { type ConstanciaQr, constanciaUrl } from './constancia-qr.ts';

export type ConstanciaReply = Exclude<ConstanciaPage, { kind: 'unreadable' }> | { readonly kind: 'unavailable' };

export type ConstanciaReader = {
  /** Never throws; a page that is not the one asked for is `unavailable`. */
  read(qr: ConstanciaQr, signal: AbortSignal): Promise<ConstanciaReply>;
};

/** That host offers only what OpenSSL 3 calls too weak; its certificate is verified all the same. For it alone. */
const SAT_AGENT = new Agent({ ciphers: 'DEFAULT@SECLEVEL=1' });

const MAX_PAGE_BYTES = 1024 * 1024;

/** `base` is a stand-in's origin on loopback; without it, the SAT's. */
export function createConstanciaReader(base?: string): ConstanciaReader {
  return {
    async read(qr, signal) {
      const html = await fetchPage(constanciaUrl(qr, base), signal);
      const page = html === undefined ? undefined : readConstanciaPage(html);
      if (page?.kind === 'not-found') return page;
      return page?.kind === 'found' && page.constancia.rfc === qr.rfc ? page : { kind: 'unavailable' };
    },
  };
}

/** `undefined` for anything but a whole page with 200; redirects are not followed. */
function fetchPage(url: URL, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const give = (): void => resolve(undefined);
    const request = url.protocol === 'https:' ? getHttps(url, { agent: SAT_AGENT, signal }) : getHttp(url, { signal });
    request.on('error', give);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('error', give);
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_PAGE_BYTES) request.destroy();
        else chunks.push(chunk);
      });
      response.on('close', () => {
        const isWhole = response.complete && response.statusCode === 200;
        resolve(isWhole ? Buffer.concat(chunks).toString('utf8') : undefined);
      });
    });
  });
}
