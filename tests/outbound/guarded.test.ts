import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import forge from 'node-forge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reachOf } from '../../server/outbound/address-rules.ts';
import { createGuardedClient, type GuardedOptions, type GuardedRequest } from '../../server/outbound/guarded.ts';
import { resolveByDns } from '../../server/outbound/resolve.ts';
import { SSRF_CORPUS } from './ssrf-corpus.ts';

const REQUEST: GuardedRequest = {
  headers: { 'Content-Type': 'application/json' },
  body: '{"a":"ñ"}',
  signal: new AbortController().signal,
  timeoutMs: 5_000,
};

type Seen = { readonly path: string; readonly method: string; readonly headers: object; readonly body: string };

const pair = certificateFor('receiver.example.com');
const seen: Seen[] = [];
let plain: Server;
let tls: TlsServer;

beforeAll(async () => {
  plain = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const { url: path = '', method = '', headers } = request;
      seen.push({ path, method, headers, body });
      if (path === '/redirect') response.writeHead(307, { Location: `${origin(plain)}/elsewhere` }).end();
      else if (path === '/big') response.end('x'.repeat(1_000_000));
      else if (path === '/half') response.write('half', () => response.destroy());
      else if (path === '/drip') response.write('still writing');
      else if (path !== '/never') response.setHeader('Set-Cookie', 'a=b').end('ok');
    });
  });
  tls = createTlsServer(pair, (request, response) => void response.end(request.headers.host));
  await Promise.all([plain, tls].map((server) => new Promise<void>((done) => server.listen(0, '127.0.0.1', done))));
});
afterAll(async () => {
  plain.closeAllConnections();
  await Promise.all([plain, tls].map((server) => new Promise((done) => server.close(done))));
});

describe('addresses to which no outsider may send us', () => {
  it(`are refused in all of ${SSRF_CORPUS.length} spellings, without a connection or a look-up`, async () => {
    const connected: unknown[] = [];
    const asked: string[] = [];
    const client = createGuardedClient({
      allowLoopback: false,
      onConnect: (peer) => connected.push(peer),
      resolve: async (host) => {
        asked.push(host);
        return ['127.0.0.1'];
      },
    });
    const answers = await Promise.all(
      SSRF_CORPUS.map((url) => client.post(url, { ...REQUEST, signal: new AbortController().signal })),
    );
    const passed = SSRF_CORPUS.filter((_, at) => answers[at]?.kind !== 'refused');
    expect(passed).toEqual([]);
    expect(SSRF_CORPUS.length).toBeGreaterThan(400);
    expect({ connected, asked }).toEqual({ connected: [], asked: [] });
  });

  it('are refused as the answer of DNS, alone or next to a public one', async () => {
    const secret = [
      '10.0.0.1',
      '127.0.0.1',
      '169.254.169.254',
      '::1',
      'fd00::1',
      '::ffff:10.0.0.1',
      '64:ff9b::a00:1',
      '',
    ];
    for (const address of secret) {
      for (const answer of [[address], ['8.8.8.8', address], [address, '2606:4700::1111']]) {
        const { client, connected } = watched({ allowLoopback: false, resolve: async () => answer });
        expect(await client.post('https://receiver.example.com/', REQUEST), answer.join()).toEqual({
          kind: 'refused',
          why: 'address',
        });
        expect(connected).toEqual([]);
      }
    }
  });

  it('do not keep the public ones from being reached', () => {
    for (const address of [
      '8.8.8.8',
      '1.1.1.1',
      '172.32.0.1',
      '100.128.0.1',
      '192.169.0.1',
      '2606:4700::1111',
      '64:ff9b::808:808',
    ]) {
      expect(reachOf(address), address).toBe('public');
    }
  });

  it('are never looked up for localhost', async () => {
    expect(await resolveByDns('localhost', REQUEST.signal)).toEqual(['127.0.0.1', '::1']);
    const { client } = watched({ allowLoopback: false });
    expect(await client.post('https://localhost/', REQUEST)).toEqual({ kind: 'refused', why: 'host' });
  });

  it('are refused on loopback too if a stand-in is allowed there and leads elsewhere', async () => {
    const { client, connected } = watched({ allowLoopback: true, resolve: async () => ['8.8.8.8'] });
    for (const url of ['http://receiver.example.com/', 'https://receiver.example.com:9000/', 'http://10.0.0.1/']) {
      expect(await client.post(url, REQUEST)).toEqual({ kind: 'refused', why: 'address' });
    }
    expect(connected).toEqual([]);
  });
});

describe('a name that resolves differently the second time', () => {
  it('is contacted at the address that was checked, and not resolved again', async () => {
    const answers = [['127.0.0.1'], ['169.254.169.254']];
    const resolve = async () => answers.shift() ?? [];
    const { client, connected } = watched({ allowLoopback: true, resolve });
    const { port } = addressOf(plain);
    expect(await client.post(`http://rebinding.example.com:${port}/`, REQUEST)).toMatchObject({ status: 200 });
    expect(answers).toEqual([['169.254.169.254']]);
    expect(connected).toEqual([{ address: '127.0.0.1', port }]);
    expect(await client.post(`http://rebinding.example.com:${port}/`, REQUEST)).toEqual({
      kind: 'refused',
      why: 'address',
    });
    expect(connected).toHaveLength(1);
  });

  it('is tried at its other addresses if one does not answer', async () => {
    const resolve = async () => ['::1', '127.0.0.1'];
    const { client, connected } = watched({ allowLoopback: true, resolve });
    const { port } = addressOf(plain);
    expect(await client.post(`http://receiver.example.com:${port}/`, REQUEST)).toMatchObject({ status: 200 });
    expect(connected).toEqual([{ address: '127.0.0.1', port }]);
  });

  it('must have a certificate of its name, whatever its address', async () => {
    const resolve = async () => ['127.0.0.1'];
    const { port } = addressOf(tls);
    const { client, connected } = watched({ allowLoopback: true, resolve, ca: [pair.cert] });
    expect(await client.post(`https://receiver.example.com:${port}/`, REQUEST)).toMatchObject({
      kind: 'answered',
      text: `receiver.example.com:${port}`,
    });
    expect(connected).toEqual([{ address: '127.0.0.1', port }]);
    const other = await client.post(`https://other.example.com:${port}/`, REQUEST);
    expect(other).toEqual({ kind: 'failed', reason: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    const distrusting = watched({ allowLoopback: true, resolve }).client;
    expect(await distrusting.post(`https://receiver.example.com:${port}/`, REQUEST)).toMatchObject({ kind: 'failed' });
  });
});

describe('an exchange', () => {
  it('sends the given body and headers, and no cookies', async () => {
    const { client } = watched({ allowLoopback: true });
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await client.post(`${origin(plain)}/hook?a=b`, REQUEST)).toMatchObject({ kind: 'answered', text: 'ok' });
      expect(seen.at(-1)).toMatchObject({ path: '/hook?a=b', method: 'POST', body: REQUEST.body });
      expect(seen.at(-1)?.headers).not.toHaveProperty('cookie');
    }
  });

  it('returns a redirect without following it', async () => {
    const { client, connected } = watched({ allowLoopback: true });
    expect(await client.post(`${origin(plain)}/redirect`, REQUEST)).toMatchObject({ kind: 'answered', status: 307 });
    expect(connected).toHaveLength(1);
    expect(seen.map(({ path }) => path)).not.toContain('/elsewhere');
  });

  it('reads 64 KB of an answer and no more', async () => {
    const { client } = watched({ allowLoopback: true });
    const answer = await client.post(`${origin(plain)}/big`, REQUEST);
    expect(answer).toMatchObject({ kind: 'answered', status: 200, text: 'x'.repeat(65_536) });
  });

  it('returns the status even if the rest of the answer never arrives', async () => {
    const { client } = watched({ allowLoopback: true });
    for (const path of ['/half', '/drip']) {
      const answer = await client.post(`${origin(plain)}${path}`, { ...REQUEST, timeoutMs: 300 });
      expect(answer, path).toMatchObject({ kind: 'answered', status: 200 });
    }
  });

  it('ends at its deadline, at whatever stage', async () => {
    const { client } = watched({ allowLoopback: true });
    expect(await client.post(`${origin(plain)}/never`, { ...REQUEST, timeoutMs: 100 })).toEqual({
      kind: 'failed',
      reason: 'timeout',
    });
    const lost = watched({ allowLoopback: false, resolve: () => new Promise(() => undefined) }).client;
    expect(await lost.post('https://receiver.example.com/', { ...REQUEST, timeoutMs: 100 })).toEqual({
      kind: 'failed',
      reason: 'timeout',
    });
  });

  it('ends when its caller aborts, before it starts or while it runs', async () => {
    const { client, connected } = watched({ allowLoopback: true });
    const stopped = { kind: 'failed', reason: 'stopped' };
    const before = AbortSignal.abort();
    expect(await client.post(`${origin(plain)}/never`, { ...REQUEST, signal: before })).toEqual(stopped);
    expect(connected).toEqual([]);
    const caller = new AbortController();
    const ending = createGuardedClient({ allowLoopback: true, onConnect: () => caller.abort() });
    expect(await ending.post(`${origin(plain)}/never`, { ...REQUEST, signal: caller.signal })).toEqual(stopped);
  });

  it('reports why nobody answered', async () => {
    const { client } = watched({ allowLoopback: true, resolve: async () => [] });
    const { port } = addressOf(plain);
    expect(await client.post(`http://127.0.0.2:${port}/`, REQUEST)).toEqual({ kind: 'failed', reason: 'ECONNREFUSED' });
    expect(await client.post('https://receiver.example.com/', REQUEST)).toEqual({
      kind: 'failed',
      reason: 'no address',
    });
  });

  it('refuses a body of more than 64 KB, and invalid headers', async () => {
    const { client, connected } = watched({ allowLoopback: true });
    const big = { ...REQUEST, body: 'ñ'.repeat(40_000) };
    expect(await client.post(origin(plain), big)).toEqual({ kind: 'refused', why: 'body' });
    const forged = { ...REQUEST, headers: { 'X-A': 'b\r\nHost: evil' } };
    expect(await client.post(origin(plain), forged)).toEqual({ kind: 'refused', why: 'headers' });
    expect(connected).toEqual([]);
  });
});

function watched(options: GuardedOptions) {
  const connected: { readonly address: string; readonly port: number }[] = [];
  return { connected, client: createGuardedClient({ ...options, onConnect: (peer) => connected.push(peer) }) };
}

function addressOf(server: Server | TlsServer): AddressInfo {
  return server.address() as AddressInfo;
}

function origin(server: Server): string {
  return `http://127.0.0.1:${addressOf(server).port}`;
}

function certificateFor(name: string): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = forge.pki.rsa.generateKeyPair(2048);
  const cert = forge.pki.createCertificate();
  cert.publicKey = publicKey;
  cert.serialNumber = '01';
  cert.validity.notBefore = new Date(Date.now() - 86_400_000);
  cert.validity.notAfter = new Date(Date.now() + 86_400_000);
  cert.setSubject([{ name: 'commonName', value: name }]);
  cert.setIssuer([{ name: 'commonName', value: name }]);
  cert.setExtensions([
    { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
    { name: 'basicConstraints', cA: true },
  ]);
  cert.sign(privateKey, forge.md.sha256.create());
  return { key: forge.pki.privateKeyToPem(privateKey), cert: forge.pki.certificateToPem(cert) };
}
