/** Invoices as a merchant's own system asks for them: by state, portal, branch, date, customer, number or sale, a page at a time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
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

type Listed = {
  readonly id: string;
  readonly status: string;
  readonly folio: string;
  readonly branch?: string;
  readonly total?: string;
  readonly sales: readonly string[];
  readonly receptor: { readonly rfc: string };
  readonly fecha?: string;
  readonly createdAt: string;
};

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let api: TestApi;
  /** Oldest first: three of one day and one of the next. */
  const made: string[] = [];
  beforeAll(async () => {
    api = await startApi(engine === 'PostgreSQL' ? { databaseUrl: await postgres.createDatabase() } : {});
    for (const [receptor, branch] of [
      [UNIVERSIDAD, 'roma'],
      [ALBA, 'roma'],
      [UNIVERSIDAD, 'tijuana'],
    ] as const) {
      const token = await api.buy({ ...breakfast(`L-${made.length}`, api.now()), branch });
      const answer = await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [token], receptor });
      made.push((await readInvoice(answer, 201)).id);
    }
    await api.move(1);
    const token = await api.buy();
    const body = { sales: [token], receptor: ALBA };
    made.push((await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201)).id);
  }, 60_000);
  afterAll(() => api.stop());

  const ask = async (query: string, key = api.key): Promise<Response> =>
    api.request(`/v1/invoices${query}`, { headers: { authorization: `Bearer ${key}` } });
  const list = async (query: string, key?: string) => {
    const answer = await ask(query, key);
    expect([query, answer.status]).toEqual([query, 200]);
    return read<{ invoices: Listed[]; next?: string }>(answer);
  };
  const idsOf = async (query: string) => (await list(query)).invoices.map(({ id }) => id);

  it('200: newest first, each with its state, number, total, customer, branch, sales and documents', async () => {
    const { invoices } = await list('');
    expect(invoices.map(({ id }) => id)).toEqual([...made].reverse());
    expect(invoices[1]).toMatchObject({
      ...{ status: 'stamped', total: '348.00', branch: 'tijuana', portal: DEMO_PORTAL },
      receptor: { rfc: UNIVERSIDAD.rfc, nombre: UNIVERSIDAD.nombre },
      links: { xml: expect.stringContaining('/xml?token='), pdf: expect.stringContaining('/pdf?token=') },
    });
    expect(invoices[1]?.sales).toHaveLength(1);
    // By the clock of each branch, and a minute earlier than it was asked for, as every CFDI is sealed.
    for (const [at, offset] of [
      [1, '-08:00'],
      [2, '-06:00'],
    ] as const) {
      const { fecha = '', createdAt = '' } = invoices[at] ?? {};
      expect(Math.abs(Date.parse(`${fecha}${offset}`) - Date.parse(createdAt))).toBeLessThan(120_000);
    }
  });

  it('200: each criterion alone, and all of them together, find exactly what meets them', async () => {
    const { invoices } = await list('');
    const [newest, , , oldest] = invoices;
    const [one, two, three, four] = made;
    expect(await idsOf('?status=stamped')).toEqual([four, three, two, one]);
    for (const status of ['pending', 'rejected', 'needs-merchant'])
      expect(await idsOf(`?status=${status}`)).toEqual([]);
    expect(await idsOf(`?portal=${DEMO_PORTAL}`)).toHaveLength(4);
    expect(await idsOf('?portal=la-milpa')).toEqual([]);
    expect(await idsOf('?branch=tijuana')).toEqual([three]);
    expect(await idsOf(`?rfc=${ALBA.rfc.toLowerCase()}`)).toEqual([four, two]);
    expect(await idsOf(`?folio=${oldest?.folio}`)).toEqual([one]);
    expect(await idsOf(`?sale=${oldest?.sales[0]}`)).toEqual([one]);
    const noon = encodeURIComponent(new Date(Date.parse(newest?.createdAt ?? '') - DAY_MS / 2).toISOString());
    expect(await idsOf(`?from=${noon}`)).toEqual([four]);
    expect(await idsOf(`?to=${noon}`)).toEqual([three, two, one]);
    expect(await idsOf(`?to=${noon}&status=stamped&branch=roma&rfc=${UNIVERSIDAD.rfc}`)).toEqual([one]);
  });

  it('200: each page begins where the last one ended: none is shown twice or missed, although others are issued meanwhile', async () => {
    const first = await list('?limit=2&status=stamped');
    const token = await api.buy();
    const body = { sales: [token], receptor: UNIVERSIDAD };
    const later = await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201);
    const second = await list(`?limit=2&status=stamped&cursor=${first.next}`);
    const ids = [...first.invoices, ...second.invoices].map(({ id }) => id);
    expect(ids).toEqual([...made].reverse());
    expect(await idsOf('?limit=1')).toEqual([later.id]);
    expect(await list(`?cursor=${second.next}`)).toEqual({ invoices: [] });
  });

  it('400: a cursor that is no `next` of a list, by its pointer; 200 and nothing for an unknown one, as for an unknown portal or branch', async () => {
    for (const [path, name] of [
      ...[['invoices', 'cursor'] as const, ['refunds', 'cursor'] as const],
      ...[['requests', 'after'] as const, ['sales', 'before'] as const],
    ])
      for (const cursor of ['', 'x', '2', made[0]?.slice(4), `${made[0]}%27`]) {
        const answer = await api.request(`/v1/${path}?${name}=${cursor}`, {
          headers: { authorization: `Bearer ${api.key}` },
        });
        const { errors } = await readProblem(answer, 400);
        expect([path, cursor, errors]).toMatchObject([path, cursor, [{ pointer: `/${name}`, code: 'malformed' }]]);
      }
    for (const query of ['?cursor=inv_0', '?branch=nowhere', '?portal=nowhere']) expect(await idsOf(query)).toEqual([]);
  });

  it('200: nobody sees another merchant’s or world’s invoices, by any criterion or cursor; 403: nor without the scope', async () => {
    const { invoices } = await list('');
    const others = [await api.createKey({ world: 'live' }), await api.createKey({ merchantId: 'mer_milpa' })];
    const asked = [
      '',
      `?cursor=${made[3]}`,
      `?sale=${invoices[0]?.sales[0]}`,
      `?rfc=${ALBA.rfc}`,
      `?portal=${DEMO_PORTAL}`,
    ];
    for (const key of others)
      for (const query of asked) expect([query, await list(query, key)]).toEqual([query, { invoices: [] }]);
    await readProblem(await ask('', await api.createKey({ scopes: ['sales:read'] })), 403);
    await readProblem(await api.request('/v1/invoices'), 401);
  });

  it('400: an invalid status, date, limit or folio is refused at its place', async () => {
    for (const query of ['status=paid', 'from=ayer', 'limit=0', 'limit=101', 'folio=-1', 'folio=x'])
      await readProblem(await ask(`?${query}`), 400);
    const { errors } = await readProblem(await ask('?from=2026-11-01'), 400);
    expect(errors).toMatchObject([{ pointer: '/from', detail: expect.stringContaining('La fecha lleva su zona') }]);
  });
});
