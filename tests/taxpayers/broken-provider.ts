/** A provider of which nothing works, in every way that all of them share. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const HTML_TYPE = { 'Content-Type': 'text/html' };

type Breaks = (response: ServerResponse) => void;

/** What it answers below the path of that name, to whatever is asked. */
export const BROKEN: Readonly<Record<string, Breaks>> = {
  'a page': (response) => response.writeHead(200, HTML_TYPE).end('<!doctype html><h1>Mantenimiento</h1>'),
  'nothing with a 200': (response) => response.writeHead(200, JSON_TYPE).end(),
  null: (response) => response.writeHead(200, JSON_TYPE).end('null'),
  'no words of its own': (response) => response.writeHead(200, JSON_TYPE).end('{}'),
  // In the place of each provider's own words: one unknown, one missing, one about somebody else.
  'words that nobody knows': (response) =>
    response.writeHead(200, JSON_TYPE).end(
      JSON.stringify({
        ...{ ExistRfc: true, MatchName: 'quizá', MatchZipCode: null },
        ...{ status: 'success', data: { contribuyenteRFC: 'XOJI740919U48' } },
        identifiers: [
          { rfc: 'EKU9003173C9', active: 'quizá' },
          { rfc: 'XOJI740919U48', active: 'Y' },
        ],
      }),
    ),
  'a complaint that is none of ours': (response) =>
    response
      .writeHead(400, JSON_TYPE)
      .end(
        '{"status":"error","message":"CS9999 - otra cosa","code":"x","errors":[{"code":"tax_system_not_in_catalog"}]}',
      ),
  'a 201 without what was created': (response) => response.writeHead(201, JSON_TYPE).end('{"ok":true}'),
  'a way elsewhere': (response) => response.writeHead(302, { Location: 'http://127.0.0.1:9/' }).end(),
  '403': (response) => response.writeHead(403, JSON_TYPE).end('{"message":"Forbidden"}'),
  '429': (response) => response.writeHead(429, { ...JSON_TYPE, 'Retry-After': '2' }).end('{"status":429}'),
  '500': (response) => response.writeHead(500, JSON_TYPE).end('{"message":"Internal Server Error"}'),
  '503 and a page': (response) => response.writeHead(503, HTML_TYPE).end('<h1>503 Service Unavailable</h1>'),
  'half an answer': (response) => {
    response.writeHead(200, { ...JSON_TYPE, 'Content-Length': '400' });
    response.write('{"ExistRfc":true,', () => response.destroy());
  },
};

/** Listens on loopback; any path that does not begin with the name of a fault is never answered. */
export async function listenBroken(): Promise<{ readonly url: string; stop(): void }> {
  const server = createServer((request, response) => {
    const [, name = ''] = (request.url ?? '').split('/');
    BROKEN[decodeURIComponent(name)]?.(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
