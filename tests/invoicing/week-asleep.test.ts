/** A server that stops with invoices in every state and starts a week later, past the 72 hours in which a sealed document can be stamped. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hashApiKey, newApiKey } from '../../server/merchants/api-key.ts';
import { openScene, type Scene, sell } from '../support/crash-scene.ts';
import { ask, askOnce, askUntilSettled, findSale, tabOf, UNIVERSIDAD } from '../support/customer.ts';
import type { CrashPoint } from '../support/dying-store.ts';
import { convictLedger, readLedger } from '../support/judge.ts';
import { JACARANDA, PORTAL, type Ticket } from '../support/shop.ts';

// Real processes on a machine that may be busy: each is waited for, none is slept for.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const WEEK_MS = 7 * 86_400_000;
const LEFT = [
  'claimed',
  'sealed',
  'sending',
  'stamped, its answer lost',
  'sent, never stamped',
  'turned away',
] as const;

let scene: Scene;
let answered: Ticket;
let tickets: readonly Ticket[];
beforeAll(async () => {
  scene = await openScene('SQLite');
  [answered] = (await sell(scene, ['does its work'])) as [Ticket];
  await askWithEmail(answered);
  tickets = await sell(scene, [
    ...(['does its work', 'does its work', 'does its work'] as const),
    ...(['loses its answer', 'fails before stamping', 'is in maintenance'] as const),
  ]);
  const phases = ['claim', 'seal', 'intent', 'doubt', 'doubt', 'doubt'] as const;
  const { url, died, arm } = scene.server();
  await arm(
    tickets.map(({ saleId }, i): CrashPoint => ({ saleId, phase: phases[i] ?? 'claim', when: 'after', call: 1 })),
  );
  const asked = tickets.map((ticket) => askOnce(url, ticket, UNIVERSIDAD));
  expect(await died).toBe('SIGKILL');
  await Promise.all(asked);
  expect(await states()).toEqual(['claimed', 'sealed', 'sending', 'in-doubt', 'in-doubt', 'sealed']);
  // A busy machine's PAC may take its time; how long it may is not what is tried here.
  await scene.restart(20_000, WEEK_MS);
  while ((await states()).some((state) => state !== 'stamped' && state !== 'reconcile')) await sleep(50);
});
afterAll(() => scene?.close());

async function askWithEmail(ticket: Ticket): Promise<void> {
  const { url } = scene.server();
  const body = { sales: [await findSale(url, ticket)], receptor: UNIVERSIDAD, email: 'compras@universidad.mx' };
  const headers = { 'content-type': 'application/json', 'idempotency-key': tabOf(UNIVERSIDAD) };
  await fetch(`${url}/v1/portals/${PORTAL}/invoices`, { method: 'POST', headers, body: JSON.stringify(body) });
  await askUntilSettled(() => url, ticket, UNIVERSIDAD, 30_000);
}

async function invoiceOf({ saleId }: Ticket) {
  const sale = await scene.shop.store.sales.get(JACARANDA, saleId);
  return sale?.invoiceId === undefined ? undefined : scene.shop.store.invoices.get(sale.invoiceId);
}

const states = () => Promise.all(tickets.map(async (ticket) => (await invoiceOf(ticket))?.state));
const stampsOf = async ({ total }: Ticket) =>
  (await readLedger(scene.pac.url)).filter((stamp) => stamp.total === total);

describe('a week later', () => {
  it.each(['claimed', 'sealed', 'stamped, its answer lost', 'turned away'] as const)(
    'what was left %s is stamped once, and its customer has it',
    async (left) => {
      const ticket = tickets[LEFT.indexOf(left)] as Ticket;
      expect((await invoiceOf(ticket))?.state).toBe('stamped');
      expect(await stampsOf(ticket)).toHaveLength(1);
      expect((await askOnce(scene.server().url, ticket, UNIVERSIDAD)) as object).toMatchObject({ status: 200 });
    },
  );

  it.each(['sending', 'sent, never stamped'] as const)(
    'what was left %s, which the PAC never stamped, waits for its merchant, who gets a notice; once released, it is stamped once',
    async (left) => {
      const ticket = tickets[LEFT.indexOf(left)] as Ticket;
      const { url } = scene.server();
      const invoice = await invoiceOf(ticket);
      const notices = await scene.shop.store.notices.list(JACARANDA, 50);
      expect(notices).toContainEqual(
        expect.objectContaining({
          kind: 'invoice-undecided',
          subject: invoice?.id,
          params: { reason: 'absent-at-pac', pac: 'sandbox' },
        }),
      );
      const page = await ask(url, await findSale(url, ticket), UNIVERSIDAD);
      expect([page.status, JSON.parse(page.text)]).toMatchObject([202, { status: 'needs-merchant' }]);
      expect((await release(url, invoice?.id ?? '')).status).toBe(200);
      expect((await askUntilSettled(() => url, ticket, UNIVERSIDAD, 30_000)).status).toBe(201);
      expect(await stampsOf(ticket)).toHaveLength(1);
    },
  );

  it('a mail that was due is still due', async () => {
    const outbox = await scene.shop.store.invoices.outboxOf((await invoiceOf(answered))?.id ?? '');
    expect(outbox).toMatchObject([{ kind: 'mail', target: 'compras@universidad.mx' }]);
  });

  it('nothing is stamped that nobody asked for, no folio is skipped or used twice, and no alarm is raised', async () => {
    const totals = scene.sold.map(({ total }) => total);
    expect(convictLedger(await readLedger(scene.pac.url), totals)).toEqual([]);
    expect(scene.alarms()).toEqual([]);
  });
});

async function release(url: string, id: string): Promise<Response> {
  const key = newApiKey('test');
  const hash = hashApiKey(key);
  const row = { id: `key_${hash.slice(0, 24)}`, ...JACARANDA, scopes: ['invoices:write'] } as const;
  await scene.shop.store.merchants.putApiKey(row, hash);
  return fetch(`${url}/v1/invoices/${id}/release`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ evidence: 'Reporte 4711 del PAC: no hay timbre' }),
  });
}
