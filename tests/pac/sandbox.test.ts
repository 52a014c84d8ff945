import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { insertTimbre, timbreCadena } from '../../server/cfdi/timbre.ts';
import type { Sealer } from '../../server/csd/csd.ts';
import { verifySeal } from '../../server/csd/sealer.ts';
import type { PacReply } from '../../server/pac/pac.ts';
import { MAGIC } from '../../server/pac/sandbox/magic.ts';

import { createSandboxPac } from '../../server/pac/sandbox.ts';
import { type OpenedPac, openPac } from '../support/pac-process.ts';
import { issueSealer, markedTicket, sealedXml, ticket, UNIVERSIDAD } from './sandbox/sealed-ticket.ts';

let directory: string;
let process: OpenedPac;
let sealer: Sealer;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sandbox-pac-'));
  const files = { ledgerFile: join(directory, 'ledger.sqlite'), certificateDir: join(directory, 'certificate') };
  [process, sealer] = await Promise.all([openPac(files), issueSealer()]);
});
afterAll(async () => {
  await process.stop();
  rmSync(directory, { recursive: true });
});
afterEach(() => fetch(new URL('/control', process.url), { method: 'DELETE' }));

/** A deadline that never comes. */
const never = (): AbortSignal => new AbortController().signal;

function ask(xml: string): Promise<PacReply> {
  return createSandboxPac({ url: process.url, timeoutMs: 25_000 }).stamp({ xml, clientRef: 'cj-1042' }, never());
}

async function setFault(fault: object): Promise<void> {
  const set = await fetch(new URL('/control', process.url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(fault),
  });
  expect(set.status).toBe(200);
}

type LedgerRow = { uuid: string; folio: string; asked: number; clientRef: string; receptor: string; total: string };

async function ledgerOf(folio: string | undefined): Promise<readonly LedgerRow[]> {
  const { stamps } = (await (await fetch(new URL('/ledger', process.url))).json()) as { stamps: LedgerRow[] };
  return stamps.filter((stamp) => stamp.folio === folio);
}

function uuidOf(reply: PacReply): string | undefined {
  const read = reply.kind === 'stamped' ? readCfdi(reply.xml) : undefined;
  return read?.kind === 'cfdi' ? read.file.timbres[0]?.uuid : undefined;
}

/** A second before. */
function earlier(fecha: string): string {
  return new Date(Date.parse(`${fecha}Z`) - 1_000).toISOString().slice(0, 19);
}

describe('a stamp', () => {
  it('has a timbre of the document that was sent, signed by the sandbox’s certificate', async () => {
    const xml = sealedXml(ticket(), sealer);
    const reply = await ask(xml);
    expect(reply).toMatchObject({ kind: 'stamped', repeated: false });
    const read = readCfdi(reply.kind === 'stamped' ? reply.xml : '');
    const [timbre] = read.kind === 'cfdi' ? read.file.timbres : [];
    const certificate = Buffer.from(await (await fetch(new URL('/certificate', process.url))).arrayBuffer());
    expect(new X509Certificate(certificate).subject).toContain('SPR190613I52');
    expect(timbre?.noCertificadoSat).toMatch(/^30001/);
    expect(timbre && verifySeal(timbreCadena(timbre), timbre.selloSat, certificate)).toBe(true);
  });

  it("passes an oracle that shares no code with us: the SAT's XSD and cadena, and openssl", async () => {
    const oracle = resolve('../shared/sat/verify.sh');
    if (!existsSync(oracle)) return console.warn('SKIPPED: ../shared/sat/verify.sh is not here');
    const herreria = { ...UNIVERSIDAD, rfc: 'H&E951128469', nombre: 'HERRERIA & ELECTRICOS', codigoPostal: '06002' };
    const reply = await ask(sealedXml(ticket({ receptor: herreria }), sealer));
    const file = join(directory, 'stamped.xml');
    writeFileSync(file, reply.kind === 'stamped' ? reply.xml : '');
    const { stdout } = await promisify(execFile)(oracle, [file]);
    expect(stdout).toMatch(/xsd=1\|sello=Verified OK\|serial=ok\|.*SelloCFD=ok/);
  });

  it('is made once: the same bytes return the first timbre', async () => {
    const document = ticket();
    const xml = sealedXml(document, sealer);
    const first = await ask(xml);
    const second = await ask(xml);
    expect(second).toEqual({ ...first, repeated: true });
    expect(await ledgerOf(document.folio)).toMatchObject([
      { uuid: uuidOf(first), asked: 2, clientRef: 'cj-1042', receptor: 'URE180429TM6', total: '116.00' },
    ]);
  });

  it('is made once for fifty concurrent requests', async () => {
    const document = ticket();
    const xml = sealedXml(document, sealer);
    const replies = await Promise.all(Array.from({ length: 50 }, () => ask(xml)));
    expect(new Set(replies.map(uuidOf)).size).toBe(1);
    expect(replies.filter((reply) => reply.kind === 'stamped' && !reply.repeated)).toHaveLength(1);
    expect(await ledgerOf(document.folio)).toMatchObject([{ asked: 50 }]);
  });

  it('is a different one for the same document sealed again, so the ledger reveals whoever seals twice', async () => {
    const document = ticket();
    const first = await ask(sealedXml(document, sealer));
    const second = await ask(sealedXml({ ...document, fecha: earlier(document.fecha) }, sealer));
    expect(uuidOf(second)).not.toBe(uuidOf(first));
    expect(await ledgerOf(document.folio)).toHaveLength(2);
  });

  it('returns the timbre of a repeat even if the rules would refuse the document by now', async () => {
    const xml = sealedXml(ticket(), sealer);
    const first = await ask(xml);
    await setFault({ fault: 'lco' });
    expect(await ask(xml)).toEqual({ ...first, repeated: true });
    await setFault({ fault: 'clock', offsetMs: 30 * 86_400_000 });
    expect(await ask(xml)).toEqual({ ...first, repeated: true });
  });
});

describe('the adapter’s reply to each fault:', () => {
  const notSent = { kind: 'not-sent' };
  const doubt = { kind: 'unknown' };
  const stamped = { kind: 'stamped', repeated: true };

  it.each([
    ['error-before', { fault: 'error-before' }, doubt, { kind: 'stamped', repeated: false }],
    ['drop-before', { fault: 'drop-before' }, doubt, { kind: 'stamped', repeated: false }],
    ['unauthorized', { fault: 'unauthorized' }, notSent, { kind: 'stamped', repeated: false }],
    ['no-credit', { fault: 'no-credit' }, notSent, { kind: 'stamped', repeated: false }],
    ['maintenance', { fault: 'maintenance' }, notSent, { kind: 'stamped', repeated: false }],
    ['lco', { fault: 'lco' }, { kind: 'rejected', code: '402' }, { kind: 'stamped', repeated: false }],
    [
      'csd-not-in-lco',
      { fault: 'csd-not-in-lco' },
      { kind: 'rejected', code: '305' },
      { kind: 'stamped', repeated: false },
    ],
    ['stale', { fault: 'stale' }, { kind: 'rejected', code: '401' }, { kind: 'stamped', repeated: false }],
    [
      'reject',
      { fault: 'reject', code: 'CFDI40145' },
      { kind: 'rejected', code: 'CFDI40145', satCode: 'CFDI40145' },
      { kind: 'stamped', repeated: false },
    ],
    [
      'reject with a number nobody listed',
      { fault: 'reject', code: '999' },
      doubt,
      { kind: 'stamped', repeated: false },
    ],
    ['lose-answer', { fault: 'lose-answer' }, doubt, stamped],
    ['error-after', { fault: 'error-after' }, doubt, stamped],
    ['html', { fault: 'html' }, doubt, stamped],
    ['half-body', { fault: 'half-body' }, doubt, stamped],
    ['delay', { fault: 'delay', delayMs: 20 }, { kind: 'stamped', repeated: false }, stamped],
  ])('%s, and to the same bytes once more', async (_name, fault, first, second) => {
    const document = ticket();
    const xml = sealedXml(document, sealer);
    await setFault({ ...fault, times: 1 });
    expect(await ask(xml)).toMatchObject(first);
    expect(await ask(xml)).toMatchObject(second);
    expect(await ledgerOf(document.folio)).toHaveLength(1);
  });

  it('late-answer is unknown once the caller has waited long enough, and is stamped all the same', async () => {
    const document = ticket();
    const xml = sealedXml(document, sealer);
    await setFault({ fault: 'late-answer', times: 1 });
    const caller = new AbortController();
    const reply = createSandboxPac({ url: process.url, timeoutMs: 30_000 }).stamp(
      { xml, clientRef: '' },
      caller.signal,
    );
    while ((await ledgerOf(document.folio)).length === 0);
    caller.abort();
    expect(await reply).toMatchObject(doubt);
    expect(await ask(xml)).toMatchObject(stamped);
  });

  it('empty-307 is already-stamped, for as many repeats as it was set', async () => {
    const xml = sealedXml(ticket(), sealer);
    await setFault({ fault: 'empty-307', times: 2 });
    const kinds = [];
    for (let call = 0; call < 4; call++) kinds.push((await ask(xml)).kind);
    expect(kinds).toEqual(['stamped', 'already-stamped', 'already-stamped', 'stamped']);
  });

  it('delay postpones every answer, even a refusal, but not the decision', async () => {
    const xml = sealedXml(ticket(), sealer);
    await setFault({ fault: 'delay', delayMs: 50, times: 2 });
    await setFault({ fault: 'lco', times: 1 });
    const kinds = (await Promise.all([ask(xml), ask(xml)])).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['rejected', 'stamped']);
  });

  it('clock moves the sandbox’s time', async () => {
    await setFault({ fault: 'clock', offsetMs: -3_600_000 });
    expect(await ask(sealedXml(ticket(), sealer))).toMatchObject({ kind: 'rejected', code: '401' });
  });
});

describe('a magic marker', () => {
  it('loses the first answer to a document with SIM-RESPUESTA-PERDIDA, and only the first', async () => {
    const xml = sealedXml(markedTicket('SIM-RESPUESTA-PERDIDA'), sealer);
    expect(await ask(xml)).toMatchObject({ kind: 'unknown' });
    expect(await ask(xml)).toMatchObject({ kind: 'stamped', repeated: true });
    const another = sealedXml(markedTicket('SIM-RESPUESTA-PERDIDA'), sealer);
    expect(await ask(another)).toMatchObject({ kind: 'unknown' });
  });

  it('refuses a receptor of the SIM family each time, with the rule that its digits name', async () => {
    const receptor = { ...UNIVERSIDAD, rfc: 'SIM010101148', nombre: 'PRUEBA DE RECHAZO', codigoPostal: '06700' };
    const xml = sealedXml(ticket({ receptor }), sealer);
    expect(await ask(xml)).toMatchObject({ kind: 'rejected', satCode: 'CFDI40148' });
    expect(await ask(xml)).toMatchObject({ kind: 'rejected', satCode: 'CFDI40148' });
  });

  it.each(MAGIC.filter(({ faults }) => !faults.includes('late-answer')))(
    '$rfc does as $marker',
    async ({ rfc, marker }) => {
      const receptor = { ...UNIVERSIDAD, rfc, nombre: 'EMPRESA DE PRUEBA', codigoPostal: '06700' };
      const { kind } = await ask(sealedXml(ticket({ receptor }), sealer));
      expect(kind).not.toBe('stamped');
      expect((await ask(sealedXml(markedTicket(marker), sealer))).kind).toBe(kind);
    },
  );
});

describe('an answer that proves nothing', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  /** A PAC that answers one thing, whatever it is sent. */
  async function answering(status: number, body: string, headers: Record<string, string> = {}): Promise<PacReply> {
    server = createServer((incoming, outgoing) => {
      incoming.resume().on('end', () => outgoing.writeHead(status, headers).end(body));
    });
    await new Promise<void>((ready) => server?.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    const pac = createSandboxPac({ url: `http://127.0.0.1:${port}`, timeoutMs: 5_000 });
    return pac.stamp({ xml: sealedXml(ticket(), sealer), clientRef: '' }, never());
  }

  function timbreOfAnother(): string {
    return insertTimbre(sealedXml(ticket(), sealer), {
      version: '1.1',
      uuid: '5C1F6B4E-2F4E-4F7E-9A52-8F1D3B6A9C10',
      fechaTimbrado: '2026-11-20T12:00:00',
      rfcProvCertif: 'SPR190613I52',
      selloCfd: 'b3Rybw==',
      noCertificadoSat: '30001000000500003456',
      selloSat: 'b3Rybw==',
    });
  }

  it.each([
    ["200 with another document's timbre", 200, () => JSON.stringify({ xml: timbreOfAnother() })],
    ["307 with another document's timbre", 307, () => JSON.stringify({ code: '307', xml: timbreOfAnother() })],
    ['200 without a document', 200, () => '{"uuid":"5C1F6B4E-2F4E-4F7E-9A52-8F1D3B6A9C10"}'],
    ['422 without a code', 422, () => '{"message":"no"}'],
    ['422 of somebody in between', 422, () => '<html>'],
    ['401 of somebody in between', 401, () => '<html>'],
    ['503 of somebody in between', 503, () => 'Service Unavailable'],
    ['an answer larger than any CFDI', 200, () => `"${'x'.repeat(9 * 1024 * 1024)}"`],
    ['an empty answer', 200, () => ''],
  ])('%s leaves the document in doubt', async (_name, status, body) => {
    expect(await answering(status, body())).toMatchObject({ kind: 'unknown' });
  });

  it('a redirect leaves the document in doubt and is not followed', async () => {
    const elsewhere = { Location: new URL('/ledger', process.url).href };
    expect(await answering(302, '', elsewhere)).toMatchObject({ kind: 'unknown' });
  });

  it('no answer within the time of a call leaves the document in doubt', async () => {
    server = createServer(() => undefined);
    await new Promise<void>((ready) => server?.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    const pac = createSandboxPac({ url: `http://127.0.0.1:${port}`, timeoutMs: 50 });
    expect(await pac.stamp({ xml: 'x', clientRef: '' }, never())).toMatchObject({ kind: 'unknown' });
    server.closeAllConnections();
  });

  it('an answer whose code of the matrix is only in its message is a refusal with that code', async () => {
    const body = JSON.stringify({ code: '301', message: '301 - [Error #CFDI40161] UsoCFDI' });
    expect(await answering(422, body)).toMatchObject({ kind: 'rejected', code: '301', satCode: 'CFDI40161' });
  });
});

describe('a call that never left', () => {
  it('is not-sent if nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((ready) => server.once('listening', ready));
    const { port } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    const pac = createSandboxPac({ url: `http://127.0.0.1:${port}`, timeoutMs: 5_000 });
    expect(await pac.stamp({ xml: 'x', clientRef: '' }, never())).toMatchObject({
      kind: 'not-sent',
      reason: 'ECONNREFUSED',
    });
  });

  it('is not-sent if its deadline had passed before', async () => {
    const pac = createSandboxPac({ url: process.url, timeoutMs: 5_000 });
    expect((await pac.stamp({ xml: 'x', clientRef: '' }, AbortSignal.abort())).kind).toBe('not-sent');
  });

  it('is impossible except over http on loopback', () => {
    for (const url of ['https://127.0.0.1:1', 'http://sandbox.example.com', 'http://10.0.0.4:8080', 'file:///tmp'])
      expect(() => createSandboxPac({ url, timeoutMs: 1 })).toThrow(TypeError);
  });
});
