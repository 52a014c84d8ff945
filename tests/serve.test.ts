/** `autofactura serve` as a process: what it refuses to start on, what it says of its health, how it stops. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Served, startServed } from './support/served.ts';
import { openShop } from './support/shop.ts';

// Each test starts up to four processes.
vi.setConfig({ testTimeout: 120_000 });

let dataDir: string;
const running: Served[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'autofactura-serve-'));
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.end('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

async function serve(env: Readonly<Record<string, string>> = {}): Promise<Served> {
  const server = await startServed({ AUTOFACTURA_DATA: dataDir, ...env });
  running.push(server);
  return server;
}

/** A merchant with a sealed certificate, under the master key of the data folder. */
async function furnish(): Promise<void> {
  const shop = await openShop(dataDir, { sqlitePath: join(dataDir, 'autofactura.db') });
  await shop.close();
}

describe('one SQLite file', () => {
  it('is served by one process: a second one refuses to start and says why, and takes over once the first is killed', async () => {
    const first = await serve();
    await expect(serve()).rejects.toThrow(/another Autofactura server is using .*autofactura\.db.*AUTOFACTURA_DATA/);
    expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
    await first.end('SIGKILL');
    const second = await serve();
    expect((await fetch(`${second.url}/health/ready`)).status).toBe(200);
  });

  it('is readable by its owner only, and so are its log, the master key and their folder', async () => {
    const server = await serve();
    await fetch(`${server.url}/v1/portals/nobody`);
    const modeOf = (name: string) => (statSync(join(dataDir, name)).mode & 0o777).toString(8);
    expect(modeOf('.')).toBe('700');
    for (const name of ['autofactura.db', 'autofactura.db-wal', 'autofactura.db-shm', 'master.key'])
      expect([name, modeOf(name)]).toEqual([name, '600']);
  });
});

describe('a lost master key', () => {
  it('prevents a start while there are sealed secrets, is reported with what to do, and is never replaced by a new one', async () => {
    await furnish();
    renameSync(join(dataDir, 'master.key'), join(dataDir, 'elsewhere.key'));
    await expect(serve()).rejects.toThrow(/master key is lost.*Put the key back from its backup/);
    expect(existsSync(join(dataDir, 'master.key'))).toBe(false);
    renameSync(join(dataDir, 'elsewhere.key'), join(dataDir, 'master.key'));
    await serve();
  });

  it('is also noticed if another key is in its place, whose bytes are not shown', async () => {
    await furnish();
    const other = Buffer.alloc(32, 'another key').toString('base64');
    writeFileSync(join(dataDir, 'master.key'), other);
    const refused = await serve().catch((error: unknown) => String(error));
    expect(refused).toMatch(/does not open what this database holds/);
    expect(refused).not.toContain(other);
    await expect(serve({ AUTOFACTURA_MASTER_KEY: other })).rejects.toThrow(/AUTOFACTURA_MASTER_KEY does not open/);
  });

  it('makes the server not ready while it runs', async () => {
    const server = await serve();
    renameSync(join(dataDir, 'master.key'), join(dataDir, 'elsewhere.key'));
    await expectHealth(server, 503, ['master-key-lost']);
    renameSync(join(dataDir, 'elsewhere.key'), join(dataDir, 'master.key'));
    await expectHealth(server, 200);
  });
});

describe.skipIf(spawnSync('prlimit', ['--version']).error !== undefined)('a full disk', () => {
  it('makes writes answer 503 with Retry-After, keeps reads working, and recovers by itself', async () => {
    await furnish();
    const server = await serve();
    const limit = (bytes: string) => execFileSync('prlimit', ['--pid', String(server.pid), `--fsize=${bytes}`]);
    const fail = () =>
      fetch(`${server.url}/v1/portals/cafe-jacaranda/requests`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(LATE_REQUEST),
      });
    limit('1:unlimited');
    const refused = await fail();
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await refused.json()).toMatchObject({ code: 'unavailable', fixedAt: 'later' });
    expect((await fetch(`${server.url}/v1/portals/cafe-jacaranda`)).status).toBe(200);
    limit('unlimited:unlimited');
    expect((await fail()).status).toBe(202);
  });
});

const LATE_REQUEST = {
  reason: 'not-here-yet',
  lookup: { folio: 'CJ-9999', total: '348.00' },
  receptor: {
    rfc: 'URE180429TM6',
    nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA',
    codigoPostal: '65000',
    regimenFiscal: '601',
    usoCfdi: 'G03',
  },
};

describe('a proxy that this server is not configured to trust', () => {
  const throughProxy = (server: Served) =>
    fetch(`${server.url}/health`, { headers: { 'x-forwarded-for': '203.0.113.7' } });
  const notices = (server: Served) => server.logged.filter((line) => line.includes('proxy.not-trusted'));

  it('is reported once, with the setting to change; a trusted one is not', async () => {
    const server = await serve();
    await throughProxy(server);
    await throughProxy(server);
    await expect.poll(() => notices(server).length).toBe(1);
    expect(notices(server)[0]).toContain('AUTOFACTURA_TRUST_PROXY=true');
    await server.end('SIGTERM');
    const trusting = await serve({ AUTOFACTURA_TRUST_PROXY: 'true' });
    await throughProxy(trusting);
    await trusting.end('SIGTERM');
    expect(notices(trusting)).toEqual([]);
  });
});

describe('SIGTERM', () => {
  it('ends an idle server at once, with exit code 0', async () => {
    const server = await serve();
    const { code, ms } = await server.end('SIGTERM');
    expect([code, ms < 5_000]).toEqual([0, true]);
  });

  it('ends within its limit although clients hold connections open, with half a head or half a body sent', async () => {
    const server = await serve({ AUTOFACTURA_SHUTDOWN_SECONDS: '20' });
    const sockets = [
      await sendPart(server, ''),
      await sendPart(server, 'GET /health HTTP/1.1\r\nHost: x\r\n'),
      await sendPart(
        server,
        'POST /v1/portals/nobody/sales/search HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{"folio',
      ),
    ];
    const { code, ms } = await server.end('SIGTERM');
    expect([code, ms < 10_000]).toEqual([0, true]);
    for (const socket of sockets) socket.destroy();
  });
});

/** A connection that has sent `text`, and nothing more. */
function sendPart(server: Served, text: string): Promise<Socket> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text, () => resolve(socket)));
    socket.on('error', reject);
  });
}

/** Readiness is asked of the system once a second at most. */
async function expectHealth(server: Served, status: number, faults?: readonly string[]): Promise<void> {
  await expect
    .poll(
      async () => {
        const answer = await fetch(`${server.url}/health/ready`);
        return {
          status: answer.status,
          ...(faults && { faults: ((await answer.json()) as { faults?: unknown }).faults }),
        };
      },
      { timeout: 5_000 },
    )
    .toEqual({ status, ...(faults && { faults }) });
  expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
}
