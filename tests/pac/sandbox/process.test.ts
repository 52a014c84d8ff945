import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Sealer } from '../../../server/csd/csd.ts';
import { type SpawnedPac, spawnSandboxPac } from '../../../server/pac/sandbox/spawn.ts';
import { issueSealer, sealedXml, ticket } from './sealed-ticket.ts';

let directory: string;
let certificateDir: string;
let started: SpawnedPac[];
let sealer: Sealer;

beforeAll(async () => {
  certificateDir = mkdtempSync(join(tmpdir(), 'sandbox-certificate-'));
  sealer = await issueSealer();
});
afterAll(() => rmSync(certificateDir, { recursive: true }));
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sandbox-process-'));
  started = [];
});
afterEach(async () => {
  await Promise.all(started.map((pac) => pac.stop()));
  rmSync(directory, { recursive: true });
});

async function start(): Promise<SpawnedPac> {
  const pac = await spawnSandboxPac({ ledgerFile: join(directory, 'ledger.sqlite'), certificateDir });
  started.push(pac);
  return pac;
}

function post({ url }: SpawnedPac, xml: string): Promise<Response> {
  return fetch(new URL('/stamp', url), { method: 'POST', body: xml, headers: { 'Content-Type': 'application/xml' } });
}

function setFault({ url }: SpawnedPac, fault: object): Promise<Response> {
  return fetch(new URL('/control', url), { method: 'POST', body: JSON.stringify(fault) });
}

type LedgerAnswer = { stamps: { uuid: string; asked: number; xml?: string }[]; refused: number };

async function ledgerOf({ url }: SpawnedPac, query = ''): Promise<LedgerAnswer> {
  return (await (await fetch(new URL(`/ledger${query}`, url))).json()) as LedgerAnswer;
}

/** Resolves when the ledger has a stamp: the moment between stamping and answering. */
async function stampedBy(pac: SpawnedPac): Promise<string> {
  for (;;) {
    const [stamp] = (await ledgerOf(pac)).stamps;
    if (stamp) return stamp.uuid;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a sandbox that dies', () => {
  it('returns the first folio fiscal if it was killed between stamp and answer and is asked again', async () => {
    const xml = sealedXml(ticket(), sealer);
    const first = await start();
    await setFault(first, { fault: 'late-answer', times: 1 });
    const lost = post(first, xml).then(
      () => 'answered',
      () => 'lost',
    );
    const uuid = await stampedBy(first);
    process.kill(first.pid, 'SIGKILL');
    expect(await lost).toBe('lost');
    const second = await start();
    const again = await post(second, xml);
    expect(again.status).toBe(307);
    expect(await again.json()).toMatchObject({ code: '307', uuid });
    expect((await ledgerOf(second)).stamps).toMatchObject([{ uuid, asked: 2 }]);
  });

  it('keeps its faults and its certificate across a restart', async () => {
    const first = await start();
    await setFault(first, { fault: 'maintenance' });
    const certificate = await (await fetch(new URL('/certificate', first.url))).arrayBuffer();
    await first.stop();
    const second = await start();
    expect(await (await fetch(new URL('/certificate', second.url))).arrayBuffer()).toEqual(certificate);
    const turnedAway = await post(second, sealedXml(ticket(), sealer));
    expect([turnedAway.status, turnedAway.headers.get('retry-after')]).toEqual([503, '30']);
  });
});

describe('a sandbox that is told to stop', () => {
  it.each(['stdin', 'SIGTERM'])('by %s answers what is in flight and exits', async (how) => {
    const pac = await start();
    await setFault(pac, { fault: 'late-answer', times: 1 });
    const answer = post(pac, sealedXml(ticket(), sealer));
    await stampedBy(pac);
    if (how === 'SIGTERM') process.kill(pac.pid, 'SIGTERM');
    const [{ status }] = await Promise.all([answer, pac.stop()]);
    expect(status).toBe(200);
    expect(isAlive(pac.pid)).toBe(false);
  });
});

describe('an idle connection to a sandbox', () => {
  it('is never closed by it: a caller that stalled for a while does not lose its next request', async () => {
    const answer = await fetch(new URL('/health', (await start()).url));
    // Node announces the seconds after which it closes.
    expect([answer.status, answer.headers.get('keep-alive')]).toEqual([200, null]);
  });
});

describe('a sandbox survives', () => {
  it('a body that is not a CFDI, not UTF-8, or too large: it answers 301', async () => {
    const pac = await start();
    const bodies = ['', '<a/>', '<cfdi:Comprobante', new Uint8Array([0xff, 0xfe, 0x00]), 'x'.repeat(5 * 1024 * 1024)];
    for (const body of bodies) {
      const refused = await fetch(new URL('/stamp', pac.url), { method: 'POST', body });
      expect([refused.status, await refused.json()]).toMatchObject([422, { code: '301' }]);
    }
    expect((await fetch(new URL('/health', pac.url))).status).toBe(200);
  });

  it('an unknown fault: it answers 400 and lists the known ones', async () => {
    const pac = await start();
    const refused = await setFault(pac, { fault: 'explode' });
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { known: { 'lose-answer': { stage: 'answer' } } },
    ]);
    expect((await fetch(new URL('/control', pac.url), { method: 'POST', body: '{' })).status).toBe(400);
  });

  it('is a caller that hangs up', async () => {
    const pac = await start();
    await setFault(pac, { fault: 'late-answer', times: 1 });
    const caller = new AbortController();
    const xml = sealedXml(ticket(), sealer);
    const hungUp = fetch(new URL('/stamp', pac.url), { method: 'POST', body: xml, signal: caller.signal });
    const uuid = await stampedBy(pac);
    caller.abort();
    await expect(hungUp).rejects.toThrow();
    expect(await (await post(pac, xml)).json()).toMatchObject({ uuid });
    const [one] = (await ledgerOf(pac, `?uuid=${uuid.toLowerCase()}`)).stamps;
    expect(one?.xml).toContain(uuid);
  });
});
