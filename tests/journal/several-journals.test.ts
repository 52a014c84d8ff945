/** Restoring from more than one journal file: the command line's beside the server's, another server's, and those of clocks that were off. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { journaled } from '../../server/journal/journaled.ts';
import { restoreStamps } from '../../server/journal/restore.ts';
import { openJournal, type StampJournal } from '../../server/journal/stamp-journal.ts';
import {
  claimOf,
  JACARANDA,
  OTHER_UUID,
  putSale,
  SOLD_AT,
  sealedDocument,
  sending,
  timbre,
  UUID,
} from '../contracts/store/cast.ts';
import { CAFE } from '../contracts/store/merchants.ts';

const HOUR_MS = 3_600_000;

let folder: string;
let stamps: string;
let open: { close(): Promise<void> }[];
/** The database as it was used, without a journal. */
let used: Store;
let server: Store;
/** A backup that has the first invoice of the sale, and nothing later. */
let restored: Store;
let saleIds: readonly string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'autofactura-journals-'));
  stamps = join(folder, 'stamps');
  open = [];
  [used, restored] = [await database('used.db'), await database('restored.db')];
  server = journaled(used, journalIn(stamps), () => {});
  for (const store of [server, restored]) {
    const { id } = await sending(store, 'CJ-1');
    await store.invoices.record(id, timbre(UUID), [], []);
  }
  saleIds = (await restored.invoices.get('inv_cj-1'))?.saleIds ?? [];
});
afterEach(async () => {
  vi.useRealTimers();
  for (const one of open) await one.close();
  rmSync(folder, { recursive: true });
});

async function database(name: string): Promise<Store> {
  const store = await openStore({ sqlitePath: join(folder, name) });
  open.push(store);
  await store.merchants.addMerchant(CAFE, { merchantId: CAFE.id, code: 'roma', name: 'Roma', codigoPostal: '06700' });
  return store;
}

function journalIn(path: string): StampJournal {
  const journal = openJournal(path);
  open.push(journal);
  return journal;
}

const start = (from = stamps) =>
  restoreStamps({ store: restored, now: () => SOLD_AT, log: () => {}, seal: () => 'seal' }, from);
const states = () => Promise.all(['inv_cj-1', 'inv_again'].map(async (id) => (await restored.invoices.get(id))?.state));
const holder = async () => (await restored.sales.get(JACARANDA, saleIds[0] ?? ''))?.invoiceId;
const notices = async () => (await restored.notices.list(JACARANDA, 9)).map(({ kind }) => kind);

/** Cancels an invoice, as another process that writes into this folder. */
async function cancel(invoiceId: string, store: Store): Promise<void> {
  const id = `can_${invoiceId}`;
  const asked = { id, tenant: JACARANDA, invoiceId, motivo: '02', requestedBy: 'cli' } as const;
  await store.cancellations.request({ ...asked, acceptanceNeeded: false, now: SOLD_AT });
  await store.cancellations.cancel(id, { now: SOLD_AT }, [], []);
}

async function stampAgain(store: Store): Promise<void> {
  await sendAgain(store);
  await store.invoices.record('inv_again', timbre(OTHER_UUID), [], []);
}

async function sendAgain(store: Store): Promise<void> {
  await store.invoices.claim(JACARANDA, claimOf('inv_again', saleIds));
  await store.invoices.seal('inv_again', sealedDocument('again'));
  await store.invoices.intent('inv_again', { pacId: 'finkok', leaseUntil: SOLD_AT, now: SOLD_AT, atMost: 9 });
}

describe('two files of one journal', () => {
  it('are read by time: what followed a cancellation on the command line comes back, and its sale is not free', async () => {
    await cancel(
      'inv_cj-1',
      journaled(used, journalIn(stamps), () => {}),
    );
    await stampAgain(server);
    expect(readdirSync(stamps)).toHaveLength(2);
    await start();
    expect([await states(), await notices()]).toEqual([['canceled', 'stamped'], ['restored']]);
    const third = await restored.invoices.claim(JACARANDA, claimOf('inv_third', saleIds));
    expect([third.kind, third.invoice.id]).toEqual(['taken', 'inv_again']);
  });

  it('whose clock was set back an hour between them are put back all the same', async () => {
    await cancel(
      'inv_cj-1',
      journaled(used, journalIn(stamps), () => {}),
    );
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - HOUR_MS });
    await stampAgain(journaled(used, journalIn(stamps), () => {}));
    vi.useRealTimers();
    await start();
    expect([await states(), await notices()]).toEqual([['canceled', 'stamped'], ['restored']]);
  });
});

describe('a file whose day a fast clock named', () => {
  it('hides nothing of what was stamped on the days before: all that the backup lacks comes back', async () => {
    const later = journalIn(stamps);
    const minute = journalIn(stamps);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * HOUR_MS });
    const fast = journaled(used, minute, () => {});
    // The backup has this one as well.
    for (const store of [fast, restored]) await sending(store, 'CJ-2');
    vi.useRealTimers();
    const ids: string[] = [];
    for (let i = 10; i < 60; i += 1) {
      const { id } = await sending(
        journaled(used, later, () => {}),
        `CJ-${i}`,
      );
      ids.push(id);
    }
    expect(new Set(readdirSync(stamps).map((name) => name.slice(0, 10))).size).toBe(2);
    await start();
    const back = await Promise.all(ids.map(async (id) => (await restored.invoices.get(id))?.state));
    expect(back).toEqual(ids.map(() => 'in-doubt'));
  });

  it('hides no line that is longer than the end that is looked at', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * HOUR_MS });
    for (const store of [journaled(used, journalIn(stamps), () => {}), restored]) await sending(store, 'CJ-2');
    vi.useRealTimers();
    const long = { ...sealedDocument('long'), xml: randomBytes(400_000).toString('base64') };
    const sale = await putSale(server, 'CJ-3');
    await server.invoices.claim(JACARANDA, claimOf('inv_long', [sale.id]));
    await server.invoices.seal('inv_long', long);
    await server.invoices.intent('inv_long', { pacId: 'finkok', leaseUntil: SOLD_AT, now: SOLD_AT, atMost: 9 });
    await start();
    expect((await restored.invoices.get('inv_long'))?.sealed).toEqual(long);
  });
});

describe('a stamp whose sale another invoice still has, since the cancellation is in the journal of another server', () => {
  const elsewhere = () => join(folder, 'elsewhere');
  beforeEach(() =>
    cancel(
      'inv_cj-1',
      journaled(used, journalIn(elsewhere()), () => {}),
    ),
  );

  it('takes the sale over, with a notice, and a second start finds nothing to do', async () => {
    await stampAgain(server);
    await start();
    await start();
    expect([await states(), await holder()]).toEqual([['stamped', 'stamped'], 'inv_again']);
    expect((await notices()).sort()).toEqual(['restore-conflict', 'restored']);
  });

  it('keeps it when that journal is read as well', async () => {
    await stampAgain(server);
    await start();
    await start(elsewhere());
    expect([await states(), await holder()]).toEqual([['canceled', 'stamped'], 'inv_again']);
  });

  it('gives it back, and not away, if it is cancelled while the other one is in force', async () => {
    await stampAgain(server);
    await start();
    await cancel('inv_again', restored);
    expect(await holder()).toBe('inv_cj-1');
  });

  it('is waited for by a person if it may be stamped: until then the other one cannot be cancelled', async () => {
    await sendAgain(server);
    await start();
    expect([await states(), await holder()]).toEqual([['stamped', 'reconcile'], 'inv_cj-1']);
    expect((await notices()).sort()).toEqual(['invoice-undecided', 'restore-conflict', 'restored']);
    const asked = {
      id: 'can_2',
      tenant: JACARANDA,
      invoiceId: 'inv_cj-1',
      motivo: '02',
      requestedBy: 'key_1',
    } as const;
    const kept = await restored.cancellations.request({ ...asked, acceptanceNeeded: false, now: SOLD_AT });
    expect(kept.kind).toBe('succeeded');
  });

  it('is not put back if it was cancelled since: its sale stays with the other one', async () => {
    await stampAgain(server);
    await cancel('inv_again', server);
    await start();
    expect([await states(), await holder()]).toEqual([['stamped', undefined], 'inv_cj-1']);
  });
});
