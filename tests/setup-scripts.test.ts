/**
 * The same shop that tests/e2e/panel-setup sets up by hand, from an empty server to a poster whose QR opens its portal: by commands, and by
 * calls of the API alone.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { CsdPair } from '../server/csd/csd.ts';
import { SCOPES } from '../server/merchants/merchant.ts';
import { type CliResult, runCli } from './support/cli.ts';
import { keptCsd } from './support/kept-certificates.ts';
import { PASSWORD } from './support/person.ts';
import { jsqrReads, pageOf } from './support/qr-reading.ts';
import { type Served, startServed } from './support/served.ts';

// Each command is a process.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const ISSUER = { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601', codigoPostal: '06700' };
const PERSON = { ...ISSUER, rfc: 'CACX7605101P8', nombre: 'XOCHILT CASAS CHAVEZ', regimenFiscal: '612' };
const TRADE_NAME = 'Panadería El Sol';
const DAY_MS = 86_400_000;
const HOLDER = `${ISSUER.rfc} ${ISSUER.nombre}`;
/** What the till’s lines leave out. */
const TILL = {
  ...{ claveProdServ: '50181900', claveUnidad: 'H87', formaPago: '01' },
  impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.000000' }],
};
/** What a shop with a test CSD still lacks to go live. */
const MISSING = ['pac-missing', 'manifest-missing'];

let dataDir: string;
let server: Served;
let csd: CsdPair;
let look: { readonly theme: { readonly primary: string; readonly accent: string; readonly logo: string } };
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'autofactura-scripts-'));
  server = await startServed({ AUTOFACTURA_DATA: dataDir });
  csd = await keptCsd({ ...ISSUER, password: '12345678a' }, Date.now() - DAY_MS);
  const sun = sharp({ create: { width: 240, height: 240, channels: 4, background: '#f2a900' } });
  const logo = `data:image/png;base64,${(await sun.png().toBuffer()).toString('base64')}`;
  look = { theme: { primary: '#7a3e00', accent: '#f2a900', logo } };
});
afterAll(async () => {
  await server.end('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

const tillFile = (folio: string): string => {
  const day = new Intl.DateTimeFormat('es-MX', { dateStyle: 'short' }).format(Date.now() - DAY_MS);
  return `Ticket,Fecha,Total,Forma de pago\n${folio}-1,${day},48.00,Efectivo\n${folio}-2,${day},126.50,Tarjeta de débito\n`;
};
const opens = (poster: Uint8Array) => jsqrReads(pageOf(poster, 100))?.text;

it('by commands: issuer, CSD, branch, portal with logo and colours, a till’s file, a test run, live refused with the reason, and the poster', async () => {
  const cli = (args: readonly string[], env = {}): Promise<CliResult> =>
    runCli(args, { AUTOFACTURA_DATA: dataDir, DATABASE_URL: undefined, ...env });
  const done = async (args: readonly string[], env = {}): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr } = await cli([...args, '--json'], env);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout.trim().split('\n')[0] ?? '');
  };
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(dataDir, name), content);
    return join(dataDir, name);
  };
  const issuer = ['--rfc', ISSUER.rfc, '--nombre', ISSUER.nombre, '--regimen', '601', '--cp', '06700'];
  const { merchant } = await done(['merchant', 'create', ...issuer, '--trade-name', TRADE_NAME]);
  const of = ['--merchant', String(merchant)];
  const files = [file('sello.cer', csd.cer), file('sello.key', csd.key)];
  const stored = await done(['csd', 'upload', ...files, ...of], { AUTOFACTURA_CSD_PASSWORD: csd.password });
  expect(`${stored.rfc} ${stored.nombre}`).toBe(HOLDER);
  await done(['branch', 'create', ...of, '--code', 'roma', '--name', 'Roma', '--cp', '06700']);
  const { url } = await done(['portal', 'create', ...of, '--slug', 'el-sol', '--world', 'test']);
  const set = await done(['portal', 'set', 'el-sol', file('look.json', JSON.stringify(look)), ...of]);
  expect(set.theme).toMatchObject({ primary: '#7a3e00', accent: '#f2a900', logo: expect.stringMatching(/^data:/) });
  const { key } = await done(['key', 'create', ...of, '--world', 'test', '--scopes', 'all']);
  const source = await call('POST', '/sources', { type: 'csv', name: 'Caja 1', defaults: TILL }, `Bearer ${key}`);
  const imported = await cli(['sales', 'import', file('corte.csv', tillFile('S')), '--source', String(source.id)]);
  expect(imported).toMatchObject({ code: 0, stdout: 'S-1: created\nS-2: created\n' });

  expect(await done(['portal', 'test', 'el-sol'])).toMatchObject({ ok: true });
  const live = await cli(['merchant', 'go-live', ...of]);
  expect([live.code, live.stdout, live.stderr.trim().split('\n').length]).toEqual([1, '', MISSING.length + 1]);
  await done(['portal', 'poster', 'el-sol', join(dataDir, 'cartel.pdf'), ...of]);
  expect(opens(readFileSync(join(dataDir, 'cartel.pdf')))).toBe(`${url}?c=poster`);
  const wrong = await cli(['portal', 'poster', 'el-sol', join(dataDir, 'no.pdf'), '--paper', 'a0', ...of]);
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('letter, a4, table-tent, till-sticker') });
});

/** A call of the API that has to work: with a key, or with the cookie of who is signed in. */
async function call(method: string, path: string, body?: object, authorization?: string, merchant?: string) {
  const answer = await send(method, path, body, authorization, merchant);
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

let cookies = '';
async function send(
  method: string,
  path: string,
  body?: object | string,
  authorization?: string,
  merchant?: string,
): Promise<Response> {
  const answer = await fetch(`${server.url}/v1${path}`, {
    method,
    headers: {
      ...(authorization ? { authorization } : { cookie: cookies, origin: server.url }),
      ...(merchant && { 'x-autofactura-merchant': merchant, 'x-autofactura-world': 'test' }),
      ...(body !== undefined && { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const set = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  if (set.length > 0) cookies = set.join('; ');
  return answer;
}

it('201, then 409, then 200, by the API: the first owner, and then the same by a key', async () => {
  const { stdout } = await runCli(['setup-link'], { AUTOFACTURA_DATA: dataDir, DATABASE_URL: undefined });
  const token = /[\w-]{43}/.exec(stdout)?.[0];
  await call('POST', '/setup', { token, name: 'Sol Ríos', email: 'sol@elsol.mx', password: PASSWORD });
  const founded = await call('POST', '/merchants', { ...PERSON, tradeName: 'Panadería La Luna' });
  const { id } = founded.merchant as { id: string };
  await call('POST', '/auth/step-up', { password: PASSWORD });
  const { key: secret } = await call('POST', '/keys', { name: 'Puesta en marcha', scopes: SCOPES }, undefined, id);
  const key = `Bearer ${secret}`;
  const own = await keptCsd({ ...PERSON, password: '12345678a' }, Date.now() - DAY_MS);
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  await call(
    'POST',
    '/csd',
    { certificate: base64(own.cer), privateKey: base64(own.key), password: own.password },
    key,
  );
  await call('POST', '/branches', { code: 'condesa', name: 'Condesa', codigoPostal: '06140' }, key);
  const portal = await call('POST', '/portals', { slug: 'la-luna' }, key);
  await call('PATCH', '/portals/la-luna/settings', look, key);
  const source = await call('POST', '/sources', { type: 'csv', name: 'Caja 1', defaults: TILL }, key);
  const sold = await send('POST', `/sources/${source.id}/sales`, tillFile('L'), key);
  expect([sold.status, await sold.text()]).toEqual([200, expect.stringContaining('L-2')]);

  expect(await call('POST', '/portals/la-luna/test-run', {}, key)).toMatchObject({ ok: true });
  const live = await send('POST', '/merchant/go-live', {}, key);
  const { errors } = (await live.json()) as { errors: { code: string }[] };
  expect([live.status, errors.map(({ code }) => code)]).toEqual([409, ['csd-missing', ...MISSING]]);
  const poster = await send('GET', '/portals/la-luna/promotion/poster', undefined, key);
  expect(opens(new Uint8Array(await poster.arrayBuffer()))).toBe(`${portal.url}?c=poster`);
});
