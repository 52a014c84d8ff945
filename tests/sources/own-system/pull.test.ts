import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../../server/demo/seed.ts';
import type { FoundSaleView, InvoiceView } from '../../../server/http/portal/public-views.ts';
import { NOTHING_BACK } from '../../../server/sources/intake/give-back.ts';
import { createAsking } from '../../../server/sources/own-system/pull/asking.ts';
import { SOURCE_ACCOUNTS } from '../../stand-ins/source-accounts.ts';
import { clear, seenRequests, setQuirk, spawnStandIns } from '../../stand-ins/spawn.ts';
import { read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../../support/api.ts';

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
let clinic: string;
let api: TestApi;
let now: number;
let folio: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'autofactura-pull-'));
  standIns = await spawnStandIns(directory);
  clinic = `${standIns.url}/pull`;
  api = await startApi({ providersUrl: standIns.url });
});
afterAll(async () => {
  await api.stop();
  await standIns.stop();
  rmSync(directory, { recursive: true });
});
let appointments = 200;
beforeEach(async () => {
  await clear(clinic);
  now = api.now();
  folio = `CITA-${appointments++}`;
  const { store, log } = api.services.invoicing;
  Object.assign(
    api.services.asking,
    createAsking({ store, log, giveBack: NOTHING_BACK, now: () => now }, api.services.sourceAccounts),
  );
  return async () => {
    const { sources } = store;
    for (const { id } of await sources.list(await tenant())) await sources.remove(await tenant(), id);
  };
});

const DEFAULTS = {
  claveProdServ: '85121600',
  claveUnidad: 'E48',
  pricesIncludeTax: true,
  impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
};
const setUp = (credentials: object = {}): Promise<Response> =>
  api.post(
    '/v1/sources',
    {
      ...{ type: 'pull', name: 'Agenda de la clínica', defaults: DEFAULTS },
      credentials: { url: `${clinic}/sales`, ...SOURCE_ACCOUNTS.pull, ...credentials },
    },
    { authorization: `Bearer ${api.key}` },
  );
const look = (lookup: object): Promise<Response> => api.post(`/v1/portals/${DEMO_PORTAL}/sales/search`, lookup);
const found = async (answer: Response): Promise<readonly FoundSaleView[]> => {
  expect(answer.status).toBe(200);
  return (await read<{ sales: FoundSaleView[] }>(answer)).sales;
};
const cita = (change: object = {}) => ({ folio: folio.toLowerCase(), total: '$850', ...change });
const asked = async () => (await seenRequests(clinic)).length;
const stored = async () => (await api.services.invoicing.store.sales.list(await tenant(), { limit: 100 })).length;
const tenant = async () => {
  const portal = await api.services.invoicing.store.portals.getPortal(DEMO_PORTAL);
  if (!portal) throw new Error('no portal');
  return { merchantId: portal.merchantId, world: portal.world };
};

describe('a merchant’s own system, asked while its customer waits', () => {
  it('200: is asked, with a signature, for a sale that is not here, which is found and invoiced like any other', async () => {
    expect((await setUp()).status).toBe(201);
    const [sale] = await found(await look(cita()));
    expect(sale).toMatchObject({ folio, total: '850.00', status: 'open' });
    const [request] = await seenRequests(clinic);
    expect(JSON.parse(request?.body ?? '')).toEqual({
      type: 'sale.lookup',
      data: { folio: folio.toLowerCase(), total: '850.00' },
    });
    const invoiced = await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, {
      ...{ sales: [sale?.token], receptor: UNIVERSIDAD },
    });
    expect(invoiced.status).toBe(201);
    expect(await read<InvoiceView>(invoiced)).toMatchObject({ status: 'stamped', total: '850.00' });
  });

  it('is asked once a minute for the same sale, even by fifty customers at once, and again afterwards', async () => {
    await setUp();
    const views = await Promise.all(Array.from({ length: 50 }, async () => found(await look(cita()))));
    expect(views.map((sales) => sales.length)).toEqual(Array(50).fill(1));
    expect(await asked()).toBe(1);
    now += 60_001;
    await found(await look(cita()));
    expect(await asked()).toBe(2);
  });

  it('has its answer that there is no such sale remembered too', async () => {
    await setUp();
    expect(await found(await look(cita({ folio: 'CITA-9' })))).toEqual([]);
    expect(await found(await look(cita({ folio: 'CITA-9' })))).toEqual([]);
    expect(await asked()).toBe(1);
  });

  it('is not asked for sales that were pushed or are invoiced', async () => {
    await setUp();
    await api.buy({ folio: 'CAJA-7', total: '348.00' });
    expect(await found(await look({ folio: 'CAJA-7', total: '348.00' }))).toHaveLength(1);
    expect(await asked()).toBe(0);
  });

  it('closes a sale by reporting it as cancelled', async () => {
    await setUp();
    await found(await look(cita()));
    now += 60_001;
    await setQuirk(clinic, 'pull-canceled');
    expect(await found(await look(cita()))).toMatchObject([{ status: 'closed' }]);
  });

  it('has to answer with a sale that matches everything that was typed', async () => {
    await setUp();
    expect(await found(await look(cita({ total: '851.00' })))).toEqual([]);
    await setQuirk(clinic, 'pull-other-sale');
    expect(await found(await look(cita({ folio: 'CITA-299' })))).toEqual([]);
  });

  it('never gets a field that the portal does not ask for', async () => {
    await setUp();
    await look(cita({ date: '2026-11-19', cardLast4: '4242', email: ' ' }));
    const [request] = await seenRequests(clinic);
    expect(Object.keys(JSON.parse(request?.body ?? '').data)).toEqual(['folio', 'total']);
  });
});

describe('a system that does not answer as it should', () => {
  it.each(['pull-down', 'pull-html', 'pull-redirects', 'pull-many'])(
    '503 merchant-not-answering: %s does not mean that there is no such sale, and nothing is stored',
    async (quirk) => {
      await setUp();
      const before = await stored();
      await setQuirk(clinic, quirk, 1);
      const answer = await look(cita());
      expect(await readProblem(answer, 503)).toMatchObject({ code: 'merchant-not-answering', fixedAt: 'later' });
      expect(await stored()).toBe(before);
      expect(await found(await look(cita()))).toHaveLength(1);
    },
  );

  it('makes no sale with amounts as JSON numbers: it waits in the queue with the reason', async () => {
    const { id } = await read<{ id: string }>(await setUp());
    await setQuirk(clinic, 'pull-numbers', 1);
    expect(await found(await look(cita()))).toEqual([]);
    const queue = await api.request(`/v1/sources/${id}/queue`, { headers: { authorization: `Bearer ${api.key}` } });
    expect(await queue.json()).toMatchObject({
      problems: [{ sale: folio, errors: [{ pointer: '/total', code: 'amount-malformed' }] }],
    });
  });

  it('does not keep known sales from being shown', async () => {
    await setUp();
    await found(await look(cita()));
    now += 60_001;
    await setQuirk(clinic, 'pull-down');
    expect(await found(await look(cita()))).toMatchObject([{ folio, status: 'open' }]);
  });

  it('is not asked for half a minute after three failures, so customers do not wait for it', async () => {
    await setUp();
    await setQuirk(clinic, 'pull-down');
    for (let tries = 0; tries < 5; tries++) expect((await look(cita())).status).toBe(503);
    expect(await asked()).toBe(3);
    now += 30_001;
    await look(cita());
    expect(await asked()).toBe(4);
  });

  it('is asked again after a 400, because a guess must not close it for everybody', async () => {
    await setUp();
    await setQuirk(clinic, 'pull-many', 2);
    await setQuirk(clinic, 'pull-puzzled', 2);
    for (let tries = 0; tries < 4; tries++) expect((await look(cita())).status).toBe(503);
    expect(await found(await look(cita()))).toHaveLength(1);
  });

  it('raises a notice to its merchant, until it answers', async () => {
    const { id } = await read<{ id: string }>(await setUp());
    const isNoted = async () => {
      const answer = await api.request('/v1/notices', { headers: { authorization: `Bearer ${api.key}` } });
      const { notices } = await read<{ notices: { kind: string; subject: string }[] }>(answer);
      return notices.some(({ kind, subject }) => kind === 'source-not-answering' && subject === id);
    };
    await setQuirk(clinic, 'pull-down', 3);
    for (let tries = 0; tries < 3; tries++) await look(cita());
    expect(await isNoted()).toBe(true);
    now += 30_001;
    await look(cita());
    expect(await isNoted()).toBe(false);
  });

  it('does not matter if the merchant’s other system answers', async () => {
    await setUp({ url: `${standIns.url}/nobody/sales` });
    await setUp();
    expect(await found(await look(cita()))).toHaveLength(1);
  });

  it('costs a customer at most four seconds', async () => {
    await setUp();
    await setQuirk(clinic, 'pull-silent', 1);
    const answer = await look(cita());
    expect(answer.status).toBe(503);
    const logged = api.logged.filter(({ event }) => event === 'source.not-asked');
    expect(logged.at(-1)?.fields.error).toBe('timeout');
  });

  it('makes guesses count as failed look-ups all the same', async () => {
    await setUp();
    await setQuirk(clinic, 'pull-down');
    const from = { 'x-forwarded-for': '189.203.1.9' };
    const guess = () => api.post(`/v1/portals/${DEMO_PORTAL}/sales/search`, cita(), from);
    for (let tries = 0; tries < 60; tries++) await guess();
    expect((await guess()).status).toBe(429);
  });
});

describe('setting it up', () => {
  it.each([
    ['http, in clear', 'http://erp.clinica.example.mx/ventas'],
    ['an address of a private network', 'https://10.0.0.7/ventas'],
    ['a cloud’s metadata', 'https://169.254.169.254/latest'],
    ['a name without a dot', 'https://erp/ventas'],
    ['a port of something else', 'https://erp.clinica.example.mx:5432/'],
  ])('422: %s is refused at its field', async (_, url) => {
    const { errors } = await readProblem(await setUp({ url }), 422);
    expect(errors).toMatchObject([{ pointer: '/credentials/url', code: 'url-refused' }]);
  });

  it('400: something that is not a URL is refused at its field', async () => {
    const { errors } = await readProblem(await setUp({ url: 'ventas' }), 400);
    expect(errors).toMatchObject([{ pointer: '/credentials/url', code: 'malformed' }]);
  });

  it('400: a secret that is not in the format of Standard Webhooks is refused at its field, and not repeated', async () => {
    const answer = await setUp({ secret: 'clave-de-la-clinica' });
    expect(answer.status).toBe(400);
    const text = await answer.text();
    expect(text).toContain('/credentials/secret');
    expect(text).not.toContain('clave-de-la-clinica');
  });
});
