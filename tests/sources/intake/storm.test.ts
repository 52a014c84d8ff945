import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intakeOf } from '../../../server/http/api/intake-of.ts';
import type { SaleBody } from '../../../server/sales/sale.ts';
import type { SaleFact } from '../../../server/sources/intake/fact.ts';
import { receiveFacts } from '../../../server/sources/intake/intake.ts';
import type { SourceAccount } from '../../../server/sources/settings.ts';
import { read, startApi, type TestApi } from '../../support/api.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres.ts';
import { seedOr } from '../../support/property-seed.ts';
import { line, order, paid, refund } from './fold-orders.ts';

/** `AUTOFACTURA_STORM_EVENTS=10000` for the storm that the promise is about. */
const EVENTS = Number(process.env.AUTOFACTURA_STORM_EVENTS ?? 1_000);
const SIDE_BY_SIDE = 8;
const PAID_AT = Date.UTC(2026, 10, 20);

type Event = { readonly externalId: string; readonly facts: readonly SaleFact[] };
type Expected = Pick<SaleBody, 'folio' | 'total' | 'estado' | 'formaPago' | 'cardLast4'>;

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

/**
 * An order of two to four coffees that is made, paid and, every third, partly returned; every seventh comes back whole. Every fifth lists its
 * refunds, and one that was reported before is deleted at its shop.
 */
function history(index: number): { readonly events: readonly Event[]; readonly sale: Expected } {
  const saleKey = `order-${index}`;
  const folio = String(5_000 + index);
  const cups = 2 + (index % 3);
  const lines = [line('a', 'Café americano', '58.00', { cantidad: String(cups) })];
  const made = { folio, total: `${58 * cups}.00`, lines };
  const back = index % 7 === 0 ? cups : index % 3 === 0 ? 1 : 0;
  const returned = { lines: [{ key: 'a', cantidad: String(back), importe: `${58 * back}.00` }] };
  const facts: readonly (readonly [string, SaleFact['fact']])[] = [
    ['order', order({ ...made, version: PAID_AT, estado: 'pendiente' })],
    ['order', order({ ...made, version: PAID_AT + 1_000 })],
    ['payment', paid('card', { payment: { method: 'card', funding: 'debit' }, cardLast4: folio })],
    ...(back > 0 ? [['refund', refund(`${58 * back}.00`, { ...returned, version: PAID_AT + 9_000 })] as const] : []),
    ...(index % 5 === 0 ? deletedRefund(made) : []),
  ];
  const isGone = back === cups;
  return {
    events: facts.map(([factKey, fact], at) => ({
      externalId: `${saleKey}-${at}`,
      facts: [{ saleKey, factKey: `${saleKey}/${factKey}`, fact }],
    })),
    sale: {
      ...{ folio, formaPago: '28', cardLast4: folio, estado: isGone ? 'cancelada' : 'pagada' },
      total: `${58 * (isGone ? cups : cups - back)}.00`,
    },
  };
}

/** A refund of 58.00 by mistake: reported by itself, listed by the order, and listed no more. */
function deletedRefund(made: Parameters<typeof order>[0]): readonly (readonly [string, SaleFact['fact']])[] {
  const mistake = refund('58.00', { refundKey: 'mistake', version: PAID_AT + 2_000 });
  return [
    ['mistake', mistake],
    ['order', order({ ...made, version: PAID_AT + 3_000, refunds: [mistake] })],
    ['order', order({ ...made, version: PAID_AT + 6_000, refunds: [] })],
  ];
}

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi(engine === 'PostgreSQL' ? { databaseUrl: await postgres.createDatabase() } : {});
  });
  afterAll(() => api.stop());

  it(`${EVENTS} events, sent twice in any order and eight at a time, produce exactly the right sales`, async () => {
    const account = await aShop(api);
    const sales: Expected[] = [];
    const events: Event[] = [];
    for (let index = 0; events.length < EVENTS; index++) {
      const { events: these, sale } = history(index);
      events.push(...these);
      sales.push(sale);
    }

    const kinds = await takeAll(api, account, shuffled([...events, ...events]));

    expect(kinds.filter((kind) => kind === 'new')).toHaveLength(events.length);
    expect(kinds.filter((kind) => kind === 'duplicate')).toHaveLength(events.length);
    expect(await api.services.invoicing.store.sources.unfolded(10)).toEqual([]);
    expect(await api.services.invoicing.store.sources.problems(account.id, 10)).toEqual([]);
    expect(await salesOf(api, account)).toEqual(sales);
  }, 300_000);
});

async function aShop(api: TestApi): Promise<SourceAccount> {
  const upload = {
    ...{ type: 'shopify', name: 'Tienda', credentials: { webhookSecret: 'secreto-4711' } },
    defaults: {
      claveProdServ: '50201706',
      claveUnidad: 'H87',
      pricesIncludeTax: true,
      impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
    },
  };
  const answer = await api.post('/v1/sources', upload, { authorization: `Bearer ${api.key}` });
  const account = await api.services.invoicing.store.sources.get((await read<{ id: string }>(answer)).id);
  if (!account) throw new Error('the source is not there');
  return account;
}

async function takeAll(api: TestApi, account: SourceAccount, events: Event[]): Promise<readonly string[]> {
  const intake = intakeOf(api.services);
  const kinds: string[] = [];
  const takeNext = async (): Promise<void> => {
    for (let event = events.pop(); event; event = events.pop()) kinds.push(await receiveFacts(intake, account, event));
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, takeNext));
  return kinds;
}

async function salesOf(api: TestApi, { id, tenant }: SourceAccount): Promise<readonly Expected[]> {
  const { store } = api.services.invoicing;
  const found: Expected[] = [];
  let before: string | undefined;
  do {
    const page = await store.sales.list(tenant, { limit: 100, ...(before !== undefined && { before }) });
    before = page.at(-1)?.id;
    for (const { source, body } of page) {
      const { folio, total, estado, formaPago, cardLast4 } = body;
      if (source === id) found.push({ folio, total, estado, formaPago, ...(cardLast4 !== undefined && { cardLast4 }) });
    }
  } while (before !== undefined);
  return found.sort((a, b) => Number(a.folio) - Number(b.folio));
}

/** By chance, and by the same chance again: a red run can be repeated. */
function shuffled<Item>(items: readonly Item[]): Item[] {
  const placeOf = (index: number): string =>
    createHash('sha256')
      .update(`${seedOr(4711)} ${index}`)
      .digest('hex');
  return items
    .map((item, index) => ({ item, at: placeOf(index) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ item }) => item);
}
