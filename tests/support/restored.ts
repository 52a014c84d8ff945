/**
 * The restore campaign: a shop sells and invoices, its database is put back to an older backup, and then the till sends every sale again and every
 * customer asks again. The PAC's ledger says whether anything was stamped twice.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { localDate } from '../../server/catalogs/local-time.ts';
import { type CampaignRow, countFindings } from './campaign.ts';
import type { Engine } from './crash-scene.ts';
import {
  type Answer,
  askOnce,
  askUntilSettled,
  downloadXml,
  findSale,
  type InvoiceAnswer,
  invoiceOf,
  tabOf,
  UNIVERSIDAD,
} from './customer.ts';
import { convict, readLedger } from './judge.ts';
import { openRestoredScene, type RestoredScene } from './restored-scene.ts';
import { breakfastOf, JACARANDA, PORTAL, type Ticket } from './shop.ts';

const DAY_MS = 86_400_000;
const PATIENCE_MS = 90_000;

export type RestoreOptions = {
  readonly engine: Engine;
  /** Customers who ask between the backup and the end of the server. */
  readonly sales: number;
  /** Whether the journal of stamps is lost with the database. */
  readonly isJournalLost?: boolean;
};

/** What the restored server did besides: its open notices and its entries in the audit log. */
export type RestoreRow = CampaignRow & {
  readonly notices: readonly (readonly [kind: string, params: Readonly<Record<string, string>>])[];
  readonly audited: readonly string[];
};

/** Runs it on new data. */
export async function restoreCampaign({ engine, sales, isJournalLost = false }: RestoreOptions): Promise<RestoreRow> {
  const scene = await openRestoredScene(engine);
  try {
    const shop = openTill(scene);
    await scene.start();
    const early = await buyAll(scene, await shop.sell(2));
    const waiting = await shop.sell(Math.ceil(sales / 2));
    await scene.end('SIGTERM');
    await scene.backUp();

    await scene.start();
    const late = await shop.sell(Math.floor(sales / 2));
    const bought = [...early, ...(await buyAll(scene, [...waiting, ...late]))];
    const carried = await shop.sell(3);
    const cart = await buyCart(scene, carried);
    const toThePublic = await shop.sell(3);
    const global = await shop.globalize();
    const unanswered = await shop.sell(1, 'SIM-RESPUESTA-PERDIDA');
    for (const ticket of unanswered) await askOnce(scene.url(), ticket, UNIVERSIDAD);
    await scene.end('SIGKILL');
    const stamped = (await readLedger(scene.pac.url)).map(({ uuid }) => uuid);

    await scene.putBack();
    if (isJournalLost) rmSync(join(scene.dataDir, 'stamps'), { recursive: true });
    await scene.start();
    await shop.sendAllAgain();
    const again = await buyAll(scene, [...bought.map(({ ticket }) => ticket), ...unanswered]);
    const differs = (what: string, one: readonly string[], other: readonly string[]) =>
      one.join() === other.join() ? [] : [`${what}: ${one.join()} became ${other.join()}`];
    const findings = [
      ...differs('the cart', cart, await buyCart(scene, carried)),
      ...differs('another global', [], await shop.globalize()),
      ...(await Promise.all(bought.map((one) => changesOf(scene, one)))).flat(),
    ];
    for (const ticket of toThePublic) await askOnce(scene.url(), ticket, UNIVERSIDAD);
    const ledger = await readLedger(scene.pac.url);
    findings.push(
      ...again.flatMap(({ ticket: { total }, invoice: { uuid, serie, folio }, xml }) =>
        convict(ledger, { total, receptor: UNIVERSIDAD.rfc, uuid, serie, folio, xml }),
      ),
      ...ledger
        .filter(({ uuid }) => !stamped.includes(uuid))
        .map(({ uuid, total }) => `duplicated: ${total} as ${uuid}`),
      ...(global.length === 1 ? [] : [`there were ${global.length} globals`]),
    );
    const counts = { servers: 1, sales: sales + 9, kills: 1, exits: 0 };
    const row = { campaign: 'restored from a backup', engine, ...counts, ...countFindings(findings), findings };
    return { ...row, ...(await standingOf(scene)) };
  } finally {
    await scene.close();
  }
}

type Customer = { readonly ticket: Ticket; readonly invoice: InvoiceAnswer; readonly xml: string };

function buyAll(scene: RestoredScene, tickets: readonly Ticket[]): Promise<readonly Customer[]> {
  return Promise.all(
    tickets.map(async (ticket) => {
      const invoice = invoiceOf(await askUntilSettled(scene.url, ticket, UNIVERSIDAD, PATIENCE_MS));
      return { ticket, invoice, xml: await downloadXml(scene.url(), invoice) };
    }),
  );
}

/** Whoever has the link to an invoice still has its XML. */
async function changesOf(scene: RestoredScene, { ticket, invoice, xml }: Customer): Promise<readonly string[]> {
  return (await downloadXml(scene.url(), invoice)) === xml ? [] : [`${ticket.folio}: its link leads elsewhere`];
}

/** The folios fiscales of several sales on one invoice. */
async function buyCart(scene: RestoredScene, tickets: readonly Ticket[]): Promise<readonly string[]> {
  const sales = await Promise.all(tickets.map((ticket) => findSale(scene.url(), ticket)));
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await sleep(150)) {
    const answer = await fetch(`${scene.url()}/v1/portals/${PORTAL}/carts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': tabOf(UNIVERSIDAD) },
      body: JSON.stringify({ sales, receptor: UNIVERSIDAD }),
    });
    const { documents = [] } = (await answer.json()) as { documents?: readonly { invoice?: InvoiceAnswer }[] };
    const uuids = documents.flatMap(({ invoice }) => invoice?.uuid ?? []);
    if (uuids.length > 0) return uuids;
  }
  throw new Error('the cart is not settled');
}

type GlobalAnswer = { readonly id?: string; readonly status?: string; readonly invoices?: readonly InvoiceAnswer[] };

/** A till that remembers what it sold, all of it yesterday, and how the merchant issues that day's global. */
function openTill(scene: RestoredScene) {
  const date = new Date(Date.now() - DAY_MS);
  const sold: object[] = [];
  const call = async (path: string, body: object): Promise<Answer> => {
    const headers = { authorization: `Bearer ${scene.key}`, 'content-type': 'application/json' };
    const answer = await fetch(`${scene.url()}/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok && !text.includes('nothing-to-globalize')) throw new Error(`${path}: ${answer.status} ${text}`);
    return { status: answer.status, text };
  };
  return {
    async sell(count: number, marker?: string): Promise<readonly Ticket[]> {
      const tickets: Ticket[] = [];
      for (let i = 0; i < count; i += 1) {
        const number = sold.length + 1;
        const ticket = { folio: `RES-${number}`, total: (100 + number / 100).toFixed(2) };
        const body = { ...breakfastOf({ ...ticket, marker }), date: date.toISOString() };
        sold.push(body);
        await call('/sales', body);
        tickets.push({ ...ticket, saleId: '' });
      }
      return tickets;
    },
    async sendAllAgain(): Promise<void> {
      for (const body of sold) await call('/sales', body);
    },
    /** The folios fiscales of the globals that the day gets now. */
    async globalize(): Promise<readonly string[]> {
      const day = localDate(date.getTime(), 'America/Mexico_City');
      const { text } = await call('/global-invoices', { branch: 'roma', periodicidad: '01', from: day, to: day });
      let run = JSON.parse(text) as GlobalAnswer;
      // On a busy machine it is issued after the answer.
      for (const until = performance.now() + PATIENCE_MS; run.status === 'issuing'; await sleep(150)) {
        if (performance.now() > until) throw new Error('the global is not settled');
        const answer = await fetch(`${scene.url()}/v1/global-invoices/${run.id}`, {
          headers: { authorization: `Bearer ${scene.key}` },
        });
        run = (await answer.json()) as GlobalAnswer;
      }
      return (run.invoices ?? []).flatMap(({ uuid }) => uuid ?? []);
    },
  };
}

async function standingOf(scene: RestoredScene): Promise<Pick<RestoreRow, 'notices' | 'audited'>> {
  const store = await scene.look();
  try {
    const notices = await store.notices.list(JACARANDA, 20);
    const audited = await store.audit.list(JACARANDA.merchantId, { limit: 20 });
    return {
      notices: notices.map(({ kind, params }) => [kind, params] as const),
      audited: audited.map(({ actor, action, target }) => `${actor} ${action} ${target}`),
    };
  } finally {
    await store.close();
  }
}
