/** What is read of a body: nothing before its route is known and its caller allowed, and never more than its route's limit. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertBodiesLimited } from '../../server/http/api/body.ts';
import { BODY_LIMITS } from '../../server/http/api/body-limits.ts';
import { hashApiKey, newApiKey } from '../../server/merchants/api-key.ts';
import { SCOPES } from '../../server/merchants/merchant.ts';
import { SOURCE_ACCOUNTS as ACCOUNTS } from '../stand-ins/source-accounts.ts';
import { readProblem, startApi, type TestApi } from '../support/api.ts';
import { type Served, startServed } from '../support/served.ts';
import { JACARANDA, openShop } from '../support/shop.ts';

const MB = 1024 * 1024;
const CHUNK = new Uint8Array(16 * 1024).fill(0x20);

describe('every route that the app has', () => {
  let api: TestApi;
  let routes: readonly { method: string; path: string; limit: number; caller: 'key' | 'person' | 'anybody' }[];
  beforeAll(async () => {
    api = await startApi();
    const real = await listeners();
    const { paths } = (await (await api.request('/openapi.json')).json()) as {
      paths: Record<string, Record<string, { security?: unknown; 'x-scope'?: string }>>;
    };
    const names = api.app.routes.filter(({ method }) => !['ALL', 'GET'].includes(method));
    const written = new Set(names.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`));
    routes = [...written].map((name) => {
      const [method = '', path = ''] = name.split(' ');
      const limit = BODY_LIMITS[`${method} ${path.replace('/v1', '')}`]?.maxBytes;
      if (limit === undefined) throw new Error(`${name} has no limit`);
      const { security, 'x-scope': scope } = paths[path]?.[method.toLowerCase()] ?? {};
      const needed = scope === undefined ? 'person' : 'key';
      const named = real[path] ?? path.replace(/\{slug\}/, 'cafe-jacaranda').replace(/\{\w+\}/g, 'x');
      return { method, path: named, limit, caller: security === undefined ? 'anybody' : needed };
    });
  });
  afterAll(() => api.stop());

  /** A source and a mail account that are there: of a webhook to any other nothing is read. */
  async function listeners(): Promise<Readonly<Record<string, string>>> {
    const call = async (method: string, path: string, body: object): Promise<{ readonly id?: string }> => {
      const headers = { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' };
      const answer = await api.request(path, { method, headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as { readonly id?: string };
    };
    const { id } = await call('POST', '/v1/sources', {
      type: 'woocommerce',
      name: 'Tienda',
      credentials: { webhookSecret: 'secreto-de-la-tienda-4711' },
      defaults: { claveProdServ: '50201706', claveUnidad: 'H87' },
    });
    await call('PUT', '/v1/mail-accounts/resend', {
      credentials: { ...ACCOUNTS.resend, from: 'caja@cafejacaranda.mx', webhookSecret: ACCOUNTS.pull.secret },
    });
    return {
      '/v1/sources/{id}/webhook': `/v1/sources/${id}/webhook`,
      '/v1/mail-events/{merchant}/{world}': '/v1/mail-events/mer_jacaranda/test',
    };
  }

  type Sent = { readonly status: number; readonly read: number; readonly answer: Response };

  /** Sends a body without end, of which it counts what is taken. */
  async function send(method: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Sent> {
    let read = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          read += CHUNK.length;
          if (read > 40 * MB) throw new Error(`${method} ${path} reads without end`);
          controller.enqueue(CHUNK);
        },
      },
      { highWaterMark: 0 },
    );
    const init = { method, body, duplex: 'half', headers: { 'content-type': 'application/json', ...headers } };
    const answer = await api.request(path, init as RequestInit);
    return { status: answer.status, read, answer };
  }

  it('404: nothing is read of a body to an unknown route', async () => {
    for (const path of ['/anything', '/v1/anything', '/v1/sales/x/y', '/cafe-jacaranda', '/health', '/widget/x.js'])
      expect([path, await send('POST', path)]).toMatchObject([path, { status: 404, read: 0 }]);
  });

  it('401: nothing is read of a body without a key or a session, on any route for merchants and people', async () => {
    const merchants = routes.filter(({ caller }) => caller !== 'anybody');
    expect(merchants.length).toBeGreaterThan(30);
    for (const { method, path } of merchants)
      expect([path, await send(method, path)]).toMatchObject([path, { status: 401, read: 0 }]);
  });

  it('403: nothing is read of a body with a key that lacks the scope', async () => {
    for (const { method, path } of routes.filter(({ caller }) => caller === 'key')) {
      const key = await api.createKey({ scopes: ['sales:read'] });
      const sent = await send(method, path, { authorization: `Bearer ${key}` });
      expect([path, sent]).toMatchObject([path, { status: 403, read: 0 }]);
    }
  });

  it('404: nothing is read of a webhook to a source or an account that does not exist', async () => {
    for (const path of ['/v1/sources/src_nobody/webhook', '/v1/mail-events/mer_nobody/test'])
      expect([path, await send('POST', path)]).toMatchObject([path, { status: 404, read: 0 }]);
  });

  it('429: nothing is read of a body from an address that has used up its look-ups, requests or events', async () => {
    const portal = '/v1/portals/cafe-jacaranda';
    const bodies: readonly (readonly [path: string, most: number, body: object])[] = [
      [`${portal}/sales/search`, 60, { folio: 'NO-SUCH', total: '1.00' }],
      [`${portal}/requests`, 10, { reason: 'x' }],
      [`${portal}/events`, 120, { name: 'step', step: 'lookup' }],
    ];
    for (const [at, [path, most, body]] of bodies.entries()) {
      const headers = { 'x-forwarded-for': `198.51.100.${at + 1}` };
      for (let sent = 0; sent < most; sent++) await api.post(path, body, headers);
      expect([path, await send('POST', path, headers)]).toMatchObject([path, { status: 429, read: 0 }]);
    }
  });

  it('413: a body whose stated length exceeds its route’s limit is refused before a byte is read', async () => {
    for (const { method, path, limit } of routes.filter(({ limit, caller }) => limit > 0 && caller !== 'person')) {
      const headers = { authorization: `Bearer ${await api.createKey()}`, 'content-length': String(limit + 1) };
      const { read, answer } = await send(method, path, headers);
      expect([path, read, (await readProblem(answer, 413)).code]).toEqual([path, 0, 'payload-too-large']);
      expect(answer.headers.get('connection')).toBe('close');
    }
  });

  it('413: a body without a stated length is cut off at its route’s limit', async () => {
    for (const { method, path, limit } of routes.filter(({ limit, caller }) => limit > 0 && caller !== 'person')) {
      const { status, read } = await send(method, path, { authorization: `Bearer ${await api.createKey()}` });
      expect([path, status]).toEqual([path, 413]);
      expect(read).toBeLessThanOrEqual(limit + CHUNK.length);
    }
  });

  it('reads nothing if it takes no body, whatever is sent and whichever status it answers', async () => {
    for (const { method, path } of routes.filter(({ limit }) => limit === 0)) {
      const { read } = await send(method, path, { authorization: `Bearer ${await api.createKey()}` });
      expect([path, read]).toEqual([path, 0]);
    }
  });

  it('has an entry in the table of limits, and a server does not start if a route has none', () => {
    expect(Object.keys(BODY_LIMITS)).toHaveLength(routes.length);
    const open = [{ method: 'POST', path: '/v1/uploads', handler: () => undefined }];
    expect(() => assertBodiesLimited([...api.app.routes, ...open])).toThrow('no body limit: POST /v1/uploads');
  });
});

describe('the server that is running', () => {
  let server: Served;
  let key: string;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'autofactura-bodies-'));
    const shop = await openShop(dataDir, { sqlitePath: join(dataDir, 'autofactura.db') });
    key = newApiKey('test');
    const hash = hashApiKey(key);
    await shop.store.merchants.putApiKey({ id: 'key_bodies', ...JACARANDA, scopes: SCOPES }, hash);
    await shop.close();
    server = await startServed({ AUTOFACTURA_DATA: dataDir });
  }, 60_000);
  afterAll(async () => {
    await server.end('SIGKILL');
    await rm(dataDir, { recursive: true });
  });

  /** Sends up to 400 MB as fast as they are taken and answers the status line and how many bytes were sent. */
  function flood(path: string, isChunked: boolean): Promise<{ readonly status: string; readonly sent: number }> {
    const { hostname, port } = new URL(server.url);
    const size = 400 * MB;
    const socket = connect(Number(port), hostname);
    const length = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${size}`;
    const head = ['Host: x', 'Content-Type: application/json', `Authorization: Bearer ${key}`, length];
    socket.write(`POST ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
    const block = Buffer.alloc(256 * 1024, ' ');
    const piece = isChunked ? Buffer.concat([Buffer.from('40000\r\n'), block, Buffer.from('\r\n')]) : block;
    let [sent, heard] = [0, ''];
    const more = (): void => {
      while (!socket.destroyed && sent < size) {
        sent += block.length;
        if (!socket.write(piece)) return void socket.once('drain', more);
      }
    };
    more();
    socket.setEncoding('latin1').on('data', (text) => {
      heard += text;
    });
    return new Promise((resolve) => {
      socket.on('error', () => undefined);
      socket.once('close', () => resolve({ status: heard.slice(9, 12), sent }));
    });
  }

  it('grows by less than 150 MB while 20 clients at once send it 400 MB each, of stated length or not, to any kind of route', async () => {
    const memory = (name: string): number =>
      Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024;
    const before = memory('VmRSS');
    for (const [path, status] of [
      ['/anything', '404'],
      ['/v1/portals/nobody/sales/search', '413'],
      ['/v1/sales', '413'],
    ] as const)
      for (const isChunked of [false, true]) {
        const ends = await Promise.all(Array.from({ length: 20 }, () => flood(path, isChunked)));
        // Whoever is cut off while it still sends may miss its answer.
        for (const end of ends) expect(['', status]).toContain(end.status);
        expect(Math.max(...ends.map(({ sent }) => sent))).toBeLessThan(400 * MB);
      }
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    expect(memory('VmHWM') - before).toBeLessThan(150);
  }, 120_000);

  it('408: a body that arrives one byte a second is given up after 21 seconds', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const started = performance.now();
    socket.write(
      'POST /v1/portals/nobody/sales/search HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n',
    );
    const dripping = setInterval(() => socket.write(' '), 1_000);
    let heard = '';
    socket.on('data', (text) => {
      heard += text;
    });
    await new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
    clearInterval(dripping);
    expect(heard).toMatch(/^HTTP\/1\.1 408 /);
    expect(heard).toContain('"code":"request-too-slow"');
    expect(performance.now() - started).toBeLessThan(25_000);
  }, 40_000);
});
