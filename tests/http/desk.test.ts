/** A merchant's daily work over the API: finding sales, their story, invoicing for a customer, what a refund would lead to, what needs attention. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { SaleWire } from '../../server/sales/sale-wire.ts';
import {
  ALBA,
  breakfast,
  DAY_MS,
  read,
  readInvoice,
  readProblem,
  startApi,
  type TestApi,
  UNIVERSIDAD,
} from '../support/api.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { satOracle } from '../support/sat-oracle.ts';

type StoryEvent = {
  readonly what: string;
  readonly total?: string;
  readonly by?: { readonly id: string; readonly name?: string };
};
type Story = {
  readonly standing?: string;
  readonly deadlines: readonly { readonly text: string }[];
  readonly invoices: readonly {
    readonly id: string;
    readonly kind: string;
    readonly uuid: string;
    readonly relations: readonly { readonly tipoRelacion: string; readonly uuids: readonly string[] }[];
  }[];
  readonly refunds: readonly { readonly egreso?: string }[];
  readonly story: readonly StoryEvent[];
};

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi(engine === 'PostgreSQL' ? { databaseUrl: await postgres.createDatabase() } : {});
  }, 60_000);
  afterEach(() => api.heal());
  afterAll(() => api.stop());

  const ask = (path: string, key = api.key): Promise<Response> =>
    api.request(`/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
  const post = (path: string, body: object, key = api.key): Promise<Response> =>
    api.post(`/v1${path}`, body, { authorization: `Bearer ${key}` });
  const get = async <T>(path: string): Promise<T> => {
    const answer = await ask(path);
    expect([path, answer.status]).toEqual([path, 200]);
    return read<T>(answer);
  };
  let sold = 0;
  const sell = async (more: Partial<SaleWire> = {}): Promise<string> => {
    const answer = await post('/sales', { ...breakfast(`M-${++sold}`, api.now()), ...more });
    expect(answer.status).toBe(201);
    return (await read<{ id: string }>(answer)).id;
  };
  const invoice = (sale: string, receptor = UNIVERSIDAD, more: object = {}) =>
    post(`/sales/${sale}/invoice`, { receptor, ...more });
  const storyOf = (sale: string) => get<Story>(`/sales/${sale}`);

  it('200: finds sales by folio as it is typed, total with or without the tip, days or state, a page at a time', async () => {
    const folios = async (query: string) =>
      (await get<{ sales: { folio: string }[] }>(`/sales?${query}`)).sales.map(({ folio }) => folio);
    await sell({ folio: 'OXX-0917', propina: '52.20' });
    const paid = await sell({ folio: 'OXX-0918' });
    await sell({ folio: 'OXX-0919', date: new Date(api.now() - 9 * DAY_MS).toISOString() });
    await readInvoice(await invoice(paid), 201);
    expect(await folios('folio=oxx%20o917')).toEqual(['OXX-0917']);
    expect(await folios('folio=oxx0917&total=400.20')).toEqual(['OXX-0917']);
    expect(await folios('folio=oxx0917&total=348')).toEqual(['OXX-0917']);
    expect(await folios('folio=oxx0917&total=348.01')).toEqual([]);
    const [from, to] = [10, 8].map((days) => encodeURIComponent(new Date(api.now() - days * DAY_MS).toISOString()));
    expect(await folios(`total=348&from=${from}&to=${to}`)).toEqual(['OXX-0919']);
    expect(await folios('total=348&status=invoiced')).toContain('OXX-0918');
    expect(await folios('total=348&status=invoiced')).not.toContain('OXX-0917');
    expect((await folios('total=348&status=open')).slice(0, 2)).toEqual(['OXX-0919', 'OXX-0917']);
    const first = await get<{ sales: { folio: string }[]; next: string }>('/sales?total=348&limit=2');
    const second = await folios(`total=348&limit=1&before=${first.next}`);
    expect([...first.sales.map(({ folio }) => folio), ...second]).toEqual(['OXX-0919', 'OXX-0918', 'OXX-0917']);
    await readProblem(await ask('/sales?total=mucho'), 400);
  });

  it('201 then 200: a merchant who invoices for a customer gets one CFDI, however often they ask at once', async () => {
    const sale = await sell();
    const before = (await api.stamps()).length;
    const answers = await Promise.all(Array.from({ length: 6 }, () => invoice(sale, UNIVERSIDAD, { email: null })));
    const ids = new Set<unknown>();
    for (const answer of answers)
      if (answer.status < 300) ids.add((await read<{ id: string }>(answer)).id);
      else expect((await readProblem(answer, 409)).code).toBe('in-progress');
    const again = await readInvoice(await invoice(sale), 200);
    expect([...ids]).toEqual([again.id]);
    expect((await api.stamps()).length).toBe(before + 1);
    expect(await get(`/invoices/${again.id}`)).toMatchObject({ origin: 'merchant', by: { id: expect.any(String) } });
  });

  // It waits eight seconds for its answer, the same on both.
  it.runIf(engine === 'SQLite')(
    '202: a stamp that is in doubt is the same invoice when it is asked for again, and one CFDI in the end',
    async () => {
      const sale = await sell();
      const before = (await api.stamps()).length;
      await api.fault({ fault: 'lose-answer' });
      const first = await read<{ id: string }>(await invoice(sale));
      await api.heal();
      await api.move(1 / 24);
      await api.settle();
      expect(await readInvoice(await invoice(sale), 200)).toMatchObject({ id: first.id, status: 'stamped' });
      expect((await api.stamps()).length).toBe(before + 1);
    },
  );

  it('409: another receptor, and a customer at the portal, are refused a sale that the merchant has invoiced', async () => {
    const sale = await sell({ folio: 'CLIENTE-1' });
    const made = await readInvoice(await invoice(sale), 201);
    expect(await readProblem(await invoice(sale, ALBA), 409)).toMatchObject({
      ...{ code: 'already-invoiced', detail: expect.stringContaining('la historia de la venta') },
    });
    const [found] = await api.search({ folio: 'CLIENTE-1', total: '348.00' });
    const body = { sales: [found?.token], receptor: UNIVERSIDAD };
    const refused = await readProblem(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 409);
    expect(refused).toMatchObject({
      code: 'already-invoiced',
      detail: expect.stringContaining('Si la factura es tuya'),
    });
    expect(JSON.stringify(refused)).not.toContain(made.uuid);
  });

  it('200: a merchant who invoices for the same receptor as the customer already did gets that invoice, not another', async () => {
    const sale = await sell({ folio: 'CLIENTE-2' });
    const [found] = await api.search({ folio: 'CLIENTE-2', total: '348.00' });
    const body = { sales: [found?.token], receptor: UNIVERSIDAD };
    const theirs = await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201);
    expect((await readInvoice(await invoice(sale), 200)).id).toBe(theirs.id);
  });

  it('201, 409, 422: the merchant can waive the deadline, but not an unpaid sale or faults of the receptor', async () => {
    const late = await sell({ date: new Date(api.now() - 70 * DAY_MS).toISOString() });
    expect((await storyOf(late)).standing).toBe('late');
    const shown = await read<{ total: string }>(
      await post(`/sales/${late}/invoice/preview`, { receptor: UNIVERSIDAD }),
    );
    expect(shown.total).toBe('348.00');
    expect((await storyOf(late)).invoices).toEqual([]);
    const { links } = await readInvoice(await invoice(late), 201);
    const file = join(api.directory, 'late.xml');
    writeFileSync(file, await (await api.request(links.xml ?? '')).text());
    const verdict = await satOracle()?.verify(file);
    if (verdict) expect(verdict).toMatchObject({ xsd: true, sello: true, serial: true });
    const unpaid = await sell({ estado: 'pendiente' });
    expect((await readProblem(await invoice(unpaid), 409)).code).toBe('sale-unpaid');
    const wrong = await invoice(await sell(), { ...UNIVERSIDAD, rfc: 'URE18', codigoPostal: '00000' });
    const { errors } = await readProblem(wrong, 422);
    expect(errors.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/receptor/rfc', '/receptor/codigoPostal']),
    );
    await readProblem(await invoice('sale_de_nadie'), 404);
    const milpa = await api.createKey({ merchantId: 'mer_milpa' });
    await readProblem(await post(`/sales/${unpaid}/invoice`, { receptor: UNIVERSIDAD }, milpa), 404);
  });

  it('200: a sale tells its whole story, who did what and how each CFDI relates to the others, oldest first', async () => {
    const sale = await sell({ folio: 'HISTORIA-1', date: new Date(api.now() - 70 * DAY_MS).toISOString() });
    const [found] = await api.search({ folio: 'HISTORIA-1', total: '348.00' });
    const left = await api.post(`/v1/portals/${DEMO_PORTAL}/requests`, {
      ...{ sales: [found?.token], receptor: UNIVERSIDAD, reason: 'late' },
    });
    const { id: request } = await read<{ id: string }>(left);
    expect((await post(`/requests/${request}/accept`, {})).status).toBe(200);
    const refund = { total: '100.00', date: new Date(api.now()).toISOString(), formaPago: '04' };
    const preview = await read<Record<string, unknown>>(await post(`/sales/${sale}/refunds/preview`, refund));
    expect(preview).toMatchObject({
      outcome: 'credited',
      egreso: { total: '100.00' },
      relation: { tipoRelacion: '01' },
    });
    expect((await storyOf(sale)).refunds).toEqual([]);
    expect((await post(`/sales/${sale}/refunds`, refund)).status).toBe(201);
    const { invoices, story, standing, deadlines, refunds } = await storyOf(sale);
    const [ingreso, egreso] = invoices;
    expect(invoices.map(({ kind }) => kind)).toEqual(['ingreso', 'egreso']);
    expect(egreso?.relations).toEqual([{ tipoRelacion: '01', uuids: [ingreso?.uuid] }]);
    expect(refunds).toMatchObject([{ egreso: egreso?.id }]);
    expect(standing).toBe('invoiced');
    expect(deadlines[0]?.text).toMatch(/23:59, hora del centro de México$/);
    expect(story.map(({ what }) => what)).toEqual([
      ...['sold', 'requested', 'request-accepted', 'invoice-asked', 'invoice-stamped'],
      ...['refunded', 'invoice-asked', 'invoice-stamped'],
    ]);
    expect(story.find(({ what }) => what === 'request-accepted')?.by?.id).toMatch(/^key_/);
    expect(story.find(({ what }) => what === 'requested')?.by).toBeUndefined();
    const asked = story.filter(({ what }) => what === 'invoice-asked');
    expect(asked.map(({ by }) => by?.id)).toEqual([undefined, expect.stringMatching(/^key_/)]);
    expect(await get(`/invoices/${ingreso?.id}`)).toMatchObject({
      ...{ kind: 'ingreso', folios: ['HISTORIA-1'], receptor: { codigoPostal: UNIVERSIDAD.codigoPostal } },
      relatedBy: [{ id: egreso?.id, kind: 'egreso', tipoRelacion: '01' }],
    });
    await readProblem(await ask(`/invoices/${ingreso?.id}`, await api.createKey({ merchantId: 'mer_milpa' })), 404);
    const cashKey = await api.createKey({ scopes: ['sales:read'] });
    expect(await read(await ask(`/sales/${sale}`, cashKey))).not.toHaveProperty('invoices');
  });

  it('200: a sale’s story says what it was sold for, whatever was returned before its invoice', async () => {
    const sale = await sell();
    const soldFor = async () => (await storyOf(sale)).story.find(({ what }) => what === 'sold')?.total;
    const refund = { date: new Date(api.now()).toISOString(), formaPago: '01' };
    for (const [total, left] of [
      ['5.50', '342.50'],
      ['42.50', '300.00'],
      ['300.00', '300.00'],
    ] as const) {
      expect((await post(`/sales/${sale}/refunds`, { ...refund, total })).status).toBe(201);
      expect(await get(`/sales/${sale}`)).toMatchObject({ total: left });
      expect(await soldFor()).toBe('348.00');
    }
  });

  it('200 and 422: a refund is previewed before it is registered, and the preview also refuses more than is left', async () => {
    const sale = await sell();
    const refund = (total: string) => ({ total, date: new Date(api.now()).toISOString(), formaPago: '01' });
    const preview = (total: string) => post(`/sales/${sale}/refunds/preview`, refund(total));
    expect(await read(await preview('48.00'))).toEqual({ outcome: 'reduced', left: '300.00' });
    expect(await read(await preview('348.00'))).toEqual({ outcome: 'closed' });
    expect((await readProblem(await preview('348.01'), 422)).code).toBe('refund-too-much');
    expect(await get(`/sales/${sale}`)).toMatchObject({ total: '348.00', refunds: [] });
  });

  it('202: the merchant can mail a copy repeatedly, once a minute', async () => {
    const made = await readInvoice(await invoice(await sell(), UNIVERSIDAD, { email: 'ana@example.com' }), 201);
    const mails = async () =>
      (await get<{ mails: { to: string }[] }>(`/invoices/${made.id}`)).mails.map(({ to }) => to);
    expect(await mails()).toEqual(['ana@example.com']);
    const send = () => post(`/invoices/${made.id}/copies`, { email: 'ana@example.com' });
    for (let press = 0; press < 2; press += 1) expect((await send()).status).toBe(202);
    await api.move(1 / 24);
    await send();
    expect((await mails()).length).toBeGreaterThanOrEqual(3);
    expect((await mails()).length).toBeLessThanOrEqual(4);
  });

  it('200: what needs attention is counted, and invoices by the shop’s local day on which they were requested', async () => {
    type Overview = { attention: { requests: number }; days: { date: string; invoices: number }[] };
    const before = await get<Overview>('/overview?days=7');
    expect(before.days.map(({ date }) => date).at(-1)).toBe('2026-11-20');
    expect(before.days).toHaveLength(7);
    await api.post(`/v1/portals/${DEMO_PORTAL}/requests`, {
      ...{ sales: [(await api.search({ folio: 'M-1', total: '348.00' }))[0]?.token].filter(Boolean) },
      ...{ lookup: { folio: 'OTRA-1', total: '10.00' }, receptor: ALBA, reason: 'needs-merchant' },
    });
    await readInvoice(await invoice(await sell()), 201);
    // 23:30 in Mexico City is the next day in UTC.
    await api.move(0.4);
    await readInvoice(await invoice(await sell()), 201);
    const after = await get<Overview>('/overview?days=7');
    const made = (overview: Overview) => overview.days.find(({ date }) => date === '2026-11-20')?.invoices ?? 0;
    expect(made(after)).toBe(made(before) + 2);
    expect(after.attention.requests).toBe(before.attention.requests + 1);
  });
});
