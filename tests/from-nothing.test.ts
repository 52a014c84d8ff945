/** From an empty folder to a stamped invoice, and no further: the whole path by commands beside a running server, and by the API. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openLedger } from '../server/pac/sandbox/ledger.ts';
import { runCli } from './support/cli.ts';
import { type Served, startServed } from './support/served.ts';

// Every step is a process, and the server is killed in between.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let dataDir: string;
let server: Served;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'autofactura-nothing-'));
  server = await startServed({ AUTOFACTURA_DATA: dataDir });
});
afterAll(async () => {
  await server.end('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

const cli = (...args: readonly string[]) => runCli(args, { AUTOFACTURA_DATA: dataDir, DATABASE_URL: undefined });

/** The JSON that a command answers. */
async function answer(...args: readonly string[]): Promise<Record<string, string>> {
  const { code, stdout, stderr } = await cli(...args, '--json');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
}

type Answer = { readonly status: number; readonly body: Record<string, unknown> };

/** A call of the API: with the shop's key where there is one, by GET where nothing is sent. */
async function call(path: string, body?: object, key = shop.key, method = body ? 'POST' : 'GET'): Promise<Answer> {
  const response = await fetch(`${server.url}/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

const shop = { merchant: '', slug: 'farmacia-luna', key: '' };
const CUSTOMER = {
  ...{ rfc: 'GODE561231GR8', nombre: 'EMMA GOMEZ DIAZ', codigoPostal: '06700', regimenFiscal: '612', usoCfdi: 'G03' },
};
const ON_THE_WAY = { sales: [] as string[], receptor: CUSTOMER };

/** What a customer does: search by what the ticket says, then ask for the invoice. */
async function invoice(folio: string, total: string): Promise<Answer> {
  const found = await call(`/portals/${shop.slug}/sales/search`, { folio, total }, '');
  const [sale] = found.body.sales as readonly { readonly token: string; readonly status: string }[];
  if (!sale) throw new Error(`nothing found: ${JSON.stringify(found)}`);
  return call(`/portals/${shop.slug}/invoices`, { ...ON_THE_WAY, sales: [sale.token] }, '');
}

type Links = { readonly self: string; readonly xml: string; readonly pdf: string };

/** The links of an invoice once it is stamped: at once, unless the machine is so busy that its page has to be asked again. */
async function stamped({ status, body }: Answer): Promise<Links> {
  expect([201, 202]).toContain(status);
  const { self } = body.links as Links;
  const asked = async () => (await (await fetch(self)).json()) as Answer['body'];
  await expect.poll(async () => (await asked()).status, { timeout: 60_000 }).toBe('stamped');
  return (await asked()).links as Links;
}

function stampsOf(): readonly { readonly uuid: string; readonly asked: number }[] {
  const ledger = openLedger(join(dataDir, 'sandbox', 'ledger.db'));
  const stamps = ledger.stamps();
  ledger.close();
  return stamps;
}

describe('from an empty server', () => {
  it('a shop is set up by four commands, and its till’s file can be invoiced with a timbre that verifies', async () => {
    const farmacia = ['--rfc', 'FLU200115AB1', '--nombre', 'FARMACIA LUNA', '--regimen', '601', '--cp', '64000'];
    shop.merchant = (await answer('merchant', 'create', ...farmacia, '--trade-name', 'Farmacia Luna')).merchant ?? '';
    const of = ['--merchant', shop.merchant];
    await answer('branch', 'create', ...of, '--code', 'centro', '--name', 'Centro', '--cp', '06002');
    const portal = await answer('portal', 'create', ...of, '--slug', shop.slug, '--world', 'test');
    expect(portal).toMatchObject({ slug: shop.slug, url: `${server.url}/${shop.slug}` });
    shop.key = (await answer('key', 'create', ...of, '--world', 'test', '--scopes', 'all')).key ?? '';
    expect((await fetch(`${portal.url}`)).status).toBe(200);

    const source = await call('/sources', {
      ...{ type: 'csv', name: 'Caja 1' },
      defaults: {
        ...{ claveProdServ: '51191800', claveUnidad: 'H87', formaPago: '01' },
        impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
      },
    });
    expect(source.status).toBe(201);
    const day = new Intl.DateTimeFormat('es-MX', { dateStyle: 'short' }).format(Date.now() - 86_400_000);
    const file = join(dataDir, 'corte.csv');
    writeFileSync(
      file,
      `Ticket,Fecha,Total,Forma de pago\nF-1001,${day},348.00,Efectivo\nF-1002,${day},58.50,Efectivo\n`,
    );
    const imported = await cli('sales', 'import', file, '--source', String(source.body.id));
    expect(imported).toMatchObject({ code: 0, stdout: 'F-1001: created\nF-1002: created\n' });

    const links = await stamped(await invoice('F-1001', '348.00'));
    const xml = join(dataDir, 'factura.xml');
    writeFileSync(xml, Buffer.from(await (await fetch(links.xml)).arrayBuffer()));
    const verified = await cli('verify', xml, '--json', '--sat', join(dataDir, 'sandbox'));
    expect(JSON.parse(verified.stdout)).toMatchObject({
      ...{ sello: 'ok', timbre: 'ok', selloCfd: 'ok', totals: 'ok', faults: [] },
    });
    expect((await fetch(links.pdf)).headers.get('content-type')).toBe('application/pdf');
  });

  it('its seal is marked as the sandbox’s own, and is nobody else’s file', async () => {
    const { body } = await call('/merchant');
    expect(body.seals).toEqual([expect.objectContaining({ world: 'test', rfc: 'FLU200115AB1', sandbox: true })]);
    expect(readdirSync(dataDir).filter((name) => /\.(cer|key)$/.test(name))).toEqual(['master.key']);
  });

  it('a stamp whose answer was lost is the same one after kill -9, and there is no second one', async () => {
    const before = stampsOf().length;
    const sale = {
      ...{ folio: 'F-2001', date: new Date(Date.now() - 3_600_000).toISOString(), total: '116.00', formaPago: '01' },
      conceptos: [
        {
          ...{ claveProdServ: '51191800', claveUnidad: 'H87', cantidad: '1', valorUnitario: '116.00' },
          ...{ descripcion: 'Alcohol en gel', noIdentificacion: 'SIM-RESPUESTA-PERDIDA' },
          impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
        },
      ],
    };
    expect((await call('/sales', sale)).status).toBe(201);
    const asked = invoice('F-2001', '116.00').catch(() => undefined);
    await expect.poll(() => stampsOf().length, { timeout: 60_000 }).toBe(before + 1);
    await server.end('SIGKILL');
    await asked;
    server = await startServed({ AUTOFACTURA_DATA: dataDir, PORT: new URL(server.url).port });
    await expect
      .poll(async () => (await call('/invoices?state=stamped')).body.invoices, { timeout: 60_000 })
      .toHaveLength(2);
    expect(stampsOf()).toHaveLength(before + 1);
  });

  it('409 for going live before it is ready, with every reason, by the API and by the command; nothing is made', async () => {
    const wanted = ['csd-missing', 'pac-missing', 'manifest-missing'];
    const refused = await call('/merchant/go-live', {});
    expect(refused).toMatchObject({ status: 409, body: { code: 'not-ready-for-live' } });
    expect((refused.body.errors as { code: string }[]).map(({ code }) => code)).toEqual(wanted);
    const typed = await cli('merchant', 'go-live', '--merchant', shop.merchant);
    expect([typed.code, typed.stdout, typed.stderr.trim().split('\n').length]).toEqual([1, '', wanted.length]);
    const { body } = await call('/merchant/checklist');
    const done = (body.steps as { step: string; done: boolean }[]).filter((each) => each.done).map(({ step }) => step);
    expect(done).toEqual(['issuer', 'branch', 'sales', 'portal', 'test']);
    const live = await answer('key', 'create', '--merchant', shop.merchant, '--world', 'live', '--scopes', 'all');
    expect((await call('/portals', undefined, live.key)).body).toEqual({ portals: [] });
    expect((await call('/portals', {}, live.key)).status).toBe(409);
  });
});
