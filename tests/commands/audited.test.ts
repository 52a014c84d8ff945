/**
 * Every command that the help names, from the table of verbs: it writes what it changed to the audit log of the merchant, as the route that does the
 * same would, or it is named here as one that changes nothing of a merchant.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AuditEntry } from '../../server/accounts/audit.ts';
import { checkAudit } from '../../server/accounts/audit.ts';
import { localDate } from '../../server/catalogs/local-time.ts';
import { VERBS } from '../../server/commands/verbs.ts';
import type { SourceDefaults } from '../../server/sources/settings.ts';
import { ACCOUNTS } from '../stand-ins/accounts.ts';
import { spawnStandIns } from '../stand-ins/spawn.ts';
import { DAY_MS, read, readInvoice, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { type CliResult, runCommand } from '../support/cli.ts';
import { NOTHING_OF_A_MERCHANT } from '../support/harmless-commands.ts';
import { keptCsd } from '../support/kept-certificates.ts';
import { firstOwner, memberOf } from '../support/person.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

// Two engines, and each command there is.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const MERCHANT = 'mer_jacaranda';
const SLUG = 'cafe-jacaranda';

/** What the till’s lines leave out. */
const DEFAULTS: SourceDefaults = {
  claveProdServ: '90101501',
  claveUnidad: 'E48',
  pricesIncludeTax: true,
  impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
};

/** What no test can do: the live world asks the real PAC, and a run without one is refused, which leaves nothing in the log. */
const REFUSED_HERE = 'merchant go-live';

/** `branch create` of `branch create --code centro …`. */
function commandsOf(): readonly string[] {
  const forms = Object.values(VERBS).flatMap((verbs) => Object.values(verbs).flatMap(({ usage }) => usage));
  return [...new Set(forms.map((form) => /^[a-z\d-]+(?: [a-z-]+(?= |$))?/.exec(form)?.[0] ?? form))];
}

type Change = {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly action: string;
  readonly target?: string;
};

const RECEPTOR = [
  ...['--rfc', UNIVERSIDAD.rfc, '--nombre', UNIVERSIDAD.nombre, '--cp', UNIVERSIDAD.codigoPostal],
  ...['--regimen', UNIVERSIDAD.regimenFiscal, '--uso', UNIVERSIDAD.usoCfdi],
];

type Undecided = { readonly id: string; readonly xml: string };

let postgres: PostgresServer;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await standIns?.stop();
  await postgres.stop();
});

describe.each(['SQLite', 'PostgreSQL'] as const)('the command line, on %s', (engine) => {
  let api: TestApi;
  let changes: Readonly<Record<string, Change>>;
  const cli = ({ args, env }: Pick<Change, 'args' | 'env'>): Promise<CliResult> =>
    runCommand(args, {
      DATABASE_URL: undefined,
      ...api.env,
      AUTOFACTURA_PUBLIC_URL: 'https://factura.example.mx',
      ...env,
    });
  const entries = (): Promise<readonly AuditEntry[]> =>
    api.services.invoicing.store.audit.list(MERCHANT, { limit: 50 });
  const post = (path: string, body: object): Promise<Response> =>
    api.post(`/v1${path}`, body, { authorization: `Bearer ${api.key}` });
  const write = (name: string, text: string | Uint8Array): string => {
    const path = join(api.directory, name);
    writeFileSync(path, text);
    return path;
  };

  /** Invoices that a person has to decide, sealed four days ago while the PAC did that. */
  async function undecided(): Promise<readonly [Undecided, Undecided, Undecided]> {
    const { invoices } = api.services.invoicing.store;
    const ids: string[] = [];
    for (const fault of ['error-after', 'error-after', 'error-before']) {
      const sales = [await api.buy()];
      await api.fault({ fault, times: 1_000 });
      void api.post(`/v1/portals/${SLUG}/invoices`, { sales, receptor: UNIVERSIDAD, email: null });
      const newest = async () => (await invoices.list({ merchantId: MERCHANT, world: 'test' }, { limit: 1 }))[0];
      const asked = await vi.waitFor(async () => {
        const { id = '', state } = (await newest()) ?? {};
        expect([ids.includes(id), state]).toEqual([false, 'in-doubt']);
        return id;
      }, 20_000);
      ids.push(asked);
    }
    await api.move(73 / 24);
    await api.settle();
    await api.move(4 - 73 / 24);
    await api.heal();
    const stamps = await api.stamps();
    const [found, adopted, released] = await Promise.all(
      ids.map(async (id) => {
        const { folio, state } = (await invoices.get(id)) ?? {};
        expect(state).toBe('reconcile');
        const { uuid = '' } = stamps.find((stamp) => stamp.folio === String(folio)) ?? {};
        return { id, xml: (await api.stamp(uuid))?.xml ?? '' };
      }),
    );
    if (!found || !adopted || !released) throw new Error('not all are undecided');
    return [found, adopted, released];
  }

  /** What stands ready for the commands: an invoice to cancel, requests to answer, a source, files. */
  async function ready(): Promise<Readonly<Record<string, Change>>> {
    const { store } = api.services.invoicing;
    const [found, adopted, released] = await undecided();
    const member = await firstOwner(api, { merchant: MERCHANT });
    expect(member.cookie()).toBeDefined();
    await memberOf(api, { role: 'owner', merchant: MERCHANT, address: '198.51.100.90', email: 'lupita@example.mx' });
    await memberOf(api, { role: 'cashier', merchant: MERCHANT, address: '198.51.100.91', email: 'caja@example.mx' });
    const merchant = await store.merchants.getMerchant(MERCHANT);
    if (!merchant) throw new Error('no merchant');
    const requestOf = async (): Promise<string> => {
      const token = await api.buy();
      const asked = { reason: 'needs-merchant', sales: [token], receptor: UNIVERSIDAD };
      const left = await read<{ links: { self: string } }>(await api.post(`/v1/portals/${SLUG}/requests`, asked));
      return /req_\w+/.exec(left.links.self)?.[0] ?? '';
    };
    const invoice = await readInvoice(
      await api.post(`/v1/portals/${SLUG}/invoices`, { sales: [await api.buy()], receptor: UNIVERSIDAD }),
      201,
    );
    const [accepted, declined] = [await requestOf(), await requestOf()];
    const sold = async (): Promise<string> => {
      await api.buy();
      const headers = { authorization: `Bearer ${api.key}` };
      return (
        (await read<{ sales: { id: string }[] }>(await api.request('/v1/sales?limit=1', { headers }))).sales[0]?.id ??
        ''
      );
    };
    const invoiced = async () => {
      const sale = await sold();
      return { sale, ...(await readInvoice(await post(`/sales/${sale}/invoice`, { receptor: UNIVERSIDAD }), 201)) };
    };
    const toMake = [await sold(), await sold()];
    const [wrong, ended, asked, returned, moved, kept] = [
      await invoiced(),
      await invoiced(),
      await invoiced(),
      await invoiced(),
      await invoiced(),
      await invoiced(),
    ];
    const cancellation = await read<{ id: string }>(await post(`/invoices/${ended.id}/cancel`, { motivo: '02' }));
    const refunded = asked.sale;
    await api.change(SLUG, { approveRefunds: true });
    const refund = { total: '50.00', date: new Date(api.now()).toISOString(), formaPago: '04' };
    const [approved, corrected, refused] = await Promise.all(
      [returned, moved, kept].map(
        async ({ sale }) => (await read<{ id: string }>(await post(`/sales/${sale}/refunds`, refund))).id,
      ),
    );
    await api.change(SLUG, { approveRefunds: false });
    if (approved === undefined || corrected === undefined || refused === undefined) throw new Error('no refunds');
    const source = 'src_caja';
    await store.sources.put({
      ...{ id: source, tenant: { merchantId: MERCHANT, world: 'test' }, type: 'csv', name: 'Caja', createdAt: 0 },
      ...{ settings: { defaults: DEFAULTS, payments: {} }, sealedCredentials: Buffer.from([]) },
    });
    const { rfc, nombre } = merchant;
    const { cer, key, password } = await keptCsd({ rfc, nombre, password: '12345678a' }, api.now() - DAY_MS);
    const [cerFile, keyFile] = [write('csd.cer', cer), write('csd.key', key)];
    await store.merchants.putCsd({
      ...{ id: 'csd_live', tenant: { merchantId: MERCHANT, world: 'live' }, rfc, certificate: cer },
      ...{ noCertificado: '00001000000500003416', sealedSecret: new Uint8Array([1]), isSandbox: false },
      ...{ validFrom: api.now() - DAY_MS, validTo: api.now() + 1_460 * DAY_MS },
    });
    const issued = await read<{ id: string }>(await post('/keys', { scopes: ['sales:read'] }));
    const sale = `folio,date,total,formaPago,branch,claveProdServ,descripcion,claveUnidad,cantidad,valorUnitario,iva
CSV-1,${new Date(api.now() - DAY_MS).toISOString()},149.00,04,roma,52152101,Taza,H87,1,149.00,0.16`;
    const sales = write('sales.csv', sale);
    const till = write('till.csv', `Ticket,Fecha,Total\nT-1,${new Date(api.now() - DAY_MS).toISOString()},$348.00`);
    const yesterday = localDate(api.now() - DAY_MS, 'America/Mexico_City');
    const of = ['--merchant', MERCHANT];
    const finkok = { AUTOFACTURA_PAC_CREDENTIALS: JSON.stringify(ACCOUNTS.finkok) };
    return {
      'branch create': {
        args: ['branch', 'create', '--code', 'centro', '--name', 'Centro', '--cp', '06002', ...of],
        ...{ action: 'POST /branches', target: 'centro' },
      },
      'branch change': {
        args: ['branch', 'change', '--code', 'centro', '--name', 'Centro Histórico', ...of],
        ...{ action: 'PATCH /branches/{code}', target: 'centro' },
      },
      'portal create': { args: ['portal', 'create', '--slug', 'jacaranda-dos', ...of], action: 'POST /portals' },
      'portal rename': {
        args: ['portal', 'rename', '--slug', 'jacaranda-dos', '--to', 'jacaranda-tres'],
        ...{ action: 'PATCH /portals/{slug}', target: 'jacaranda-dos' },
      },
      'portal set': {
        args: ['portal', 'set', SLUG, write('settings.json', '{"approveRefunds": true}'), ...of],
        ...{ action: 'PATCH /portals/{slug}/settings', target: SLUG },
      },
      'key create': { args: ['key', 'create', ...of, '--scopes', 'sales:read'], action: 'POST /keys' },
      'key revoke': {
        args: ['key', 'revoke', '--id', issued.id, ...of],
        ...{ action: 'DELETE /keys/{id}', target: issued.id },
      },
      'csd upload': {
        args: ['csd', 'upload', cerFile, keyFile, ...of],
        ...{ env: { AUTOFACTURA_CSD_PASSWORD: password }, action: 'POST /csd' },
      },
      'pac set': {
        args: ['pac', 'set', 'finkok', '--world', 'live', ...of],
        ...{ env: finkok, action: 'PUT /pac-accounts/{provider}', target: 'finkok' },
      },
      'pac remove': {
        args: ['pac', 'remove', 'finkok', '--world', 'live', ...of],
        ...{ action: 'DELETE /pac-accounts/{provider}', target: 'finkok' },
      },
      'merchant change': {
        args: ['merchant', 'change', '--phone', '5555550100', ...of],
        action: 'PATCH /merchant',
      },
      'member invite': {
        args: ['member', 'invite', '--email', 'beto@example.mx', '--role', 'cashier', '--branches', 'roma', ...of],
        action: 'POST /members',
      },
      'member change': {
        args: ['member', 'change', '--email', 'caja@example.mx', '--role', 'cashier', '--branches', 'roma', ...of],
        action: 'PATCH /members/{id}',
      },
      'member remove': {
        args: ['member', 'remove', '--email', 'caja@example.mx', ...of],
        action: 'DELETE /members/{id}',
      },
      'sales import': { args: ['sales', 'import', sales, '--portal', SLUG], action: 'POST /sales/bulk' },
      'request accept': {
        args: ['request', 'accept', accepted, ...of],
        ...{ action: 'POST /requests/{id}/accept', target: accepted },
      },
      'request decline': {
        args: ['request', 'decline', declined, '--reason', 'Tu ticket es de otra tienda', ...of],
        ...{ action: 'POST /requests/{id}/decline', target: declined },
      },
      'invoice make': {
        args: ['invoice', 'make', ...toMake, ...RECEPTOR, '--no-mail', ...of],
        ...{ action: 'POST /carts', target: toMake.join(' ') },
      },
      'invoice correct': {
        args: ['invoice', 'correct', wrong.id, ...RECEPTOR.slice(0, -1), 'S01', ...of],
        ...{ action: 'POST /invoices/{id}/correct', target: wrong.id },
      },
      'refund register': {
        args: ['refund', 'register', refunded, '--total', '100.00', '--forma-pago', '04', ...of],
        ...{ action: 'POST /sales/{id}/refunds', target: refunded },
      },
      'refund approve': {
        args: ['refund', 'approve', approved, ...of],
        ...{ action: 'POST /refunds/{id}/approve', target: approved },
      },
      'refund correct': {
        args: ['refund', 'correct', corrected, ...RECEPTOR.slice(2, -2), ...of],
        ...{ action: 'POST /refunds/{id}/correct', target: corrected },
      },
      'refund decline': {
        args: ['refund', 'decline', refused, '--reason', 'Se devolvió en efectivo', ...of],
        ...{ action: 'POST /refunds/{id}/decline', target: refused },
      },
      'cancellation look-up': {
        args: ['cancellation', 'look-up', cancellation.id, ...of],
        ...{ action: 'POST /cancellations/{id}/look-up', target: cancellation.id },
      },
      'month lock': {
        args: ['month', 'lock', '2025-01', ...of],
        ...{ action: 'POST /months/{month}/lock', target: '2025-01' },
      },
      'month unlock': {
        args: ['month', 'unlock', '2025-01', ...of],
        ...{ action: 'POST /months/{month}/unlock', target: '2025-01' },
      },
      'invoice cancel': {
        args: ['invoice', 'cancel', invoice.id, '--motivo', '02'],
        ...{ action: 'POST /invoices/{id}/cancel', target: invoice.id },
      },
      'invoice look-up': {
        args: ['invoice', 'look-up', found.id],
        ...{ action: 'POST /invoices/{id}/look-up', target: found.id },
      },
      'invoice adopt': {
        args: ['invoice', 'adopt', adopted.id, write('timbrado.xml', adopted.xml)],
        ...{ action: 'POST /invoices/{id}/adopt', target: adopted.id },
      },
      'invoice release': {
        args: ['invoice', 'release', released.id, '--evidence', 'El PAC escribió que nunca lo recibió.'],
        ...{ action: 'POST /invoices/{id}/release', target: released.id },
      },
      'global-schedule set': {
        args: ['global-schedule', 'set', '--branch', 'roma', '--periodicidad', '04', ...of],
        ...{ action: 'PUT /global-schedules/{branch}', target: 'roma' },
      },
      'global-invoice make': {
        args: ['global-invoice', 'make', '--branch', 'roma', '--from', yesterday, '--periodicidad', '01', ...of],
        action: 'POST /global-invoices',
      },
      'account reset': {
        args: ['account', 'reset', '--email', 'lupita@example.mx'],
        action: 'reset-link-made',
      },
      'sales import --source': {
        args: ['sales', 'import', till, '--source', source],
        ...{ action: 'POST /sources/{id}/sales', target: source },
      },
    };
  }

  beforeAll(async () => {
    const databaseUrl = engine === 'PostgreSQL' ? await postgres.createDatabase() : undefined;
    // The commands’ clock is that of the machine, to which this one comes after four days.
    api = await startApi({ now: Date.now() - 4 * DAY_MS, ...(databaseUrl !== undefined && { databaseUrl }) });
    standIns ??= await spawnStandIns(api.directory);
    changes = await ready();
  });
  afterAll(() => api?.stop());

  it('has no command that is neither tried here nor known to change nothing of a merchant', () => {
    const tried = [...Object.keys(changes), 'merchant create', REFUSED_HERE].filter((name) => !name.includes('--'));
    expect([...tried, ...Object.keys(NOTHING_OF_A_MERCHANT)].sort()).toEqual([...commandsOf()].sort());
  });

  it('writes each change to the audit log, once, as who ran it; what is refused leaves nothing', async () => {
    const before = (await entries()).length;
    for (const words of [['key', 'revoke', '--id', 'key_nada'], REFUSED_HERE.split(' ')])
      expect((await cli({ args: [...words, '--merchant', MERCHANT] })).code).toBe(1);
    await api.services.invoicing.store.audit.enterInterrupted(MERCHANT, api.now() + DAY_MS, api.services.seal);
    expect((await entries()).length).toBe(before);
    for (const [name, change] of Object.entries(changes)) {
      const last = (await entries())[0]?.position ?? 0;
      const env = { AUTOFACTURA_PROVIDERS_URL: standIns.url, ...change.env };
      const { code, stderr } = await cli({ args: change.args, env });
      expect([name, code, code === 0 ? '' : stderr]).toEqual([name, 0, '']);
      const made = (await entries()).filter(({ position }) => position > last);
      expect([name, made]).toMatchObject([
        name,
        [{ actor: expect.stringMatching(/^cli:/), action: change.action, status: 200, address: 'command line' }],
      ]);
      if (change.target !== undefined) expect([name, made[0]?.target]).toEqual([name, change.target]);
    }
  });

  it('begins the log of a merchant that it makes, under the same key as the server', async () => {
    const args = ['merchant', 'create', '--rfc', 'XIA190128J61', '--nombre', 'XENON INDUSTRIAL ARTICLES'];
    const { stdout } = await cli({
      args: [...args, '--regimen', '601', '--cp', '76343', '--trade-name', 'X', '--json'],
    });
    const { merchant } = JSON.parse(stdout) as { merchant: string };
    const { audit } = api.services.invoicing.store;
    expect(await audit.list(merchant, { limit: 9 })).toMatchObject([{ action: 'POST /merchants', target: merchant }]);
    expect(await checkAudit(audit, merchant, api.services.seal)).toMatchObject({ entries: 1 });
    expect((await checkAudit(audit, MERCHANT, api.services.seal)).brokenAt).toBeUndefined();
  });
});
