/** What a server puts back from its journal of stamps when it starts, on a database that lacks it. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { journaled } from '../../server/journal/journaled.ts';
import { restoreStamps } from '../../server/journal/restore.ts';
import { openJournal, type StampJournal } from '../../server/journal/stamp-journal.ts';
import { StoreUnavailable } from '../../server/problems/store-unavailable.ts';
import {
  claimOf,
  JACARANDA,
  newSale,
  OTHER_UUID,
  SOLD_AT,
  sealedDocument,
  sending,
  timbre,
  UUID,
} from '../contracts/store/cast.ts';
import { CAFE } from '../contracts/store/merchants.ts';
import { CAN_FILL_DISK } from '../support/disturbances.ts';

let folder: string;
let stamps: string;
let journal: StampJournal;
let open: Store[];
/** The database as it was used, whose stamps are in the journal. */
let used: Store;
let logged: string[];

/** A new database that knows the café and none of its sales: a backup from before the first of them. */
async function backup(name: string, merchant = CAFE): Promise<Store> {
  const store = await openStore({ sqlitePath: join(folder, name) });
  open.push(store);
  const branch = { merchantId: merchant.id, code: 'roma', name: 'Roma', codigoPostal: '06700' };
  await store.merchants.addMerchant(merchant, branch);
  return store;
}

const log = (event: string) => void logged.push(event);
const start = (store: Store) => restoreStamps({ store, now: () => SOLD_AT, log, seal: () => 'seal' }, stamps);
const noticesOf = async (store: Store) =>
  (await store.notices.list(JACARANDA, 9)).map(({ kind, params }) => [
    kind,
    params.why ?? params.count ?? params.reason,
  ]);
const stateOf = async (store: Store, id: string) => (await store.invoices.get(id))?.state;

function journalFile(): string {
  const [name = ''] = readdirSync(stamps);
  return join(stamps, name);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'autofactura-journal-'));
  stamps = join(folder, 'stamps');
  open = [];
  logged = [];
  journal = openJournal(stamps);
  used = journaled(await backup('used.db'), journal, log);
});
afterEach(async () => {
  await journal.close();
  for (const store of open) await store.close();
  rmSync(folder, { recursive: true });
});

describe('on a database that has everything', () => {
  it('nothing is put back, and nobody is notified', async () => {
    const { id } = await sending(used);
    await used.invoices.record(id, timbre(), [], []);
    await sending(used, 'CJ-2');
    await start(used);
    expect([await noticesOf(used), logged]).toEqual([[], []]);
    expect(await stateOf(used, 'inv_cj-2')).toBe('sending');
  });

  it('a stamp that was written to the journal by a server that died then is recorded at once, with its mail and its event', async () => {
    const dying = await backup('dying.db');
    const died = journaled(
      {
        ...dying,
        invoices: {
          ...dying.invoices,
          record: async (..._: readonly unknown[]) => Promise.reject(new Error('killed')),
        },
      },
      journal,
      log,
    );
    const { id } = await sending(died);
    await expect(died.invoices.record(id, timbre(), [], [])).rejects.toThrow('killed');
    await start(dying);
    expect(await dying.invoices.get(id)).toMatchObject({ state: 'stamped', stamped: { uuid: UUID } });
    expect((await dying.invoices.outboxOf(id)).map(({ target }) => target)).toEqual(['ana@example.com']);
    expect(await noticesOf(dying)).toEqual([]);
  });
});

describe('on a database that was restored from a backup', () => {
  it('what was stamped comes back stamped and what was in doubt in doubt; no mail is sent again, and a second start finds nothing to do', async () => {
    const { id } = await sending(used);
    await used.invoices.record(id, timbre(), [], []);
    await sending(used, 'CJ-2');
    const restored = await backup('restored.db');
    await start(restored);
    await start(restored);
    expect(await restored.invoices.get(id)).toEqual({
      ...(await used.invoices.get(id)),
      inDoubtSince: expect.any(Number),
      nextAt: expect.any(Number),
    });
    expect(await restored.invoices.outboxOf(id)).toEqual([]);
    expect(await stateOf(restored, 'inv_cj-2')).toBe('in-doubt');
    expect([await noticesOf(restored), logged]).toEqual([[['restored', '2']], ['restore.done']]);
  });

  it('a sale that was refused, invoiced, cancelled and invoiced again has each of these invoices as it was', async () => {
    const first = await sending(used);
    await used.invoices.reject(first.id, { fence: first.fence, code: '305', message: 'no', now: SOLD_AT });
    const again = async (id: string, uuid: string) => {
      await used.invoices.claim(JACARANDA, claimOf(id, first.saleIds));
      await used.invoices.seal(id, sealedDocument(id));
      await used.invoices.intent(id, { pacId: 'finkok', leaseUntil: SOLD_AT, now: SOLD_AT, atMost: 9 });
      await used.invoices.record(id, timbre(uuid), [], []);
    };
    await again('inv_second', UUID);
    const asked = {
      id: 'can_1',
      tenant: JACARANDA,
      invoiceId: 'inv_second',
      motivo: '02',
      requestedBy: 'key_1',
    } as const;
    await used.cancellations.request({ ...asked, acceptanceNeeded: false, now: SOLD_AT });
    await used.cancellations.cancel('can_1', { now: SOLD_AT }, [], []);
    await again('inv_third', OTHER_UUID);

    const restored = await backup('restored.db');
    await start(restored);
    const states = await Promise.all([first.id, 'inv_second', 'inv_third'].map((id) => stateOf(restored, id)));
    expect(states).toEqual(['rejected', 'canceled', 'stamped']);
    expect((await restored.sales.get(JACARANDA, first.saleIds[0] ?? ''))?.invoiceId).toBe('inv_third');
    expect((await restored.cancellations.get('can_1'))?.state).toBe('canceled');
    expect(await noticesOf(restored)).toEqual([['restored', '3']]);
  });

  it('an attempt of before the backup that was never sent gives its sale up to the invoice that was', async () => {
    const restored = await backup('restored.db');
    await restored.sales.put(JACARANDA, [newSale('CJ-1042', { id: 'sale_mer_jacaranda_cj-1042' })]);
    await restored.invoices.claim(JACARANDA, claimOf('inv_never_sent', ['sale_mer_jacaranda_cj-1042']));
    const { id } = await sending(used);
    await used.invoices.record(id, timbre(), [], []);
    await start(restored);
    expect([await stateOf(restored, 'inv_never_sent'), await stateOf(restored, id)]).toEqual(['rejected', 'stamped']);
  });

  it('an invoice that was sent from the restored database keeps its sale, and so does the lost one beside it: a person decides about both', async () => {
    const restored = await backup('restored.db');
    await sending(restored, 'CJ-1042');
    const other = await restored.invoices.get('inv_cj-1042');
    await used.sales.put(JACARANDA, [newSale('CJ-1042', { id: other?.saleIds[0] ?? '' })]);
    await used.invoices.claim(JACARANDA, claimOf('inv_lost', other?.saleIds ?? []));
    await used.invoices.seal('inv_lost', sealedDocument('lost'));
    await used.invoices.intent('inv_lost', { pacId: 'sw', leaseUntil: SOLD_AT, now: SOLD_AT, atMost: 9 });
    await start(restored);
    expect([await stateOf(restored, 'inv_cj-1042'), await stateOf(restored, 'inv_lost')]).toEqual([
      'reconcile',
      'reconcile',
    ]);
    const [saleId = ''] = other?.saleIds ?? [];
    expect((await restored.sales.get(JACARANDA, saleId))?.invoiceId).toBe('inv_cj-1042');
    expect((await noticesOf(restored)).sort()).toEqual([
      ['invoice-undecided', 'restored'],
      ['invoice-undecided', 'restored'],
      ['restore-conflict', 'held'],
      ['restored', '1'],
    ]);
  });

  it('what was stamped after the backup comes back although the newest line is about an invoice that the backup has in reconcile', async () => {
    const undecided = async (store: Store) => {
      const { id } = await sending(store, 'CJ-9');
      await store.invoices.reconcile(id, 'absent-at-pac', SOLD_AT);
      return id;
    };
    const released = await undecided(used);
    const { id } = await sending(used);
    await used.invoices.record(id, timbre(), [], []);
    await journal.close();
    renameSync(journalFile(), join(stamps, `2026-11-20T10-00-00-000Z-${'a'.repeat(8)}.stamps`));
    await used.invoices.release(released, { evidence: 'the PAC says so', now: SOLD_AT });
    expect(readdirSync(stamps)).toHaveLength(2);

    const restored = await backup('restored.db');
    await undecided(restored);
    await start(restored);
    expect([await stateOf(restored, id), await stateOf(restored, released)]).toEqual(['stamped', 'rejected']);
  });

  it('two attempts of before the backup that were never sent give their sales up to the one invoice of both', async () => {
    const restored = await backup('restored.db');
    const both = await holdersAndLost(restored);
    await start(restored);
    const states = await Promise.all(['inv_one', 'inv_two', 'inv_lost'].map((id) => stateOf(restored, id)));
    expect(states).toEqual(['rejected', 'rejected', 'stamped']);
    const holders = await Promise.all(both.map(async (id) => (await restored.sales.get(JACARANDA, id))?.invoiceId));
    expect(holders).toEqual(['inv_lost', 'inv_lost']);
  });

  it('if one of two attempts was sent, both keep their sales for a person to decide, and the notice of the other one says why', async () => {
    const restored = await backup('restored.db');
    const both = await holdersAndLost(restored, true);
    await start(restored);
    const states = await Promise.all(['inv_one', 'inv_two', 'inv_lost'].map((id) => stateOf(restored, id)));
    expect(states).toEqual(['reconcile', 'reconcile', undefined]);
    const holders = await Promise.all(both.map(async (id) => (await restored.sales.get(JACARANDA, id))?.invoiceId));
    expect(holders).toEqual(['inv_one', 'inv_two']);
    const [conflict] = (await restored.notices.list(JACARANDA, 9)).filter(({ kind }) => kind === 'restore-conflict');
    expect(conflict?.params).toMatchObject({ why: 'held', uuid: UUID });
  });

  /** In the backup, two sales are each held by an attempt, the second of which may have been sent; since then one invoice of both was stamped. */
  async function holdersAndLost(restored: Store, isSent = false): Promise<readonly string[]> {
    const both = ['CJ-1', 'CJ-2'].map((folio) => `sale_mer_jacaranda_${folio.toLowerCase()}`);
    for (const store of [restored, used])
      await store.sales.put(JACARANDA, [
        newSale('CJ-1', { id: both[0] ?? '' }),
        newSale('CJ-2', { id: both[1] ?? '' }),
      ]);
    await restored.invoices.claim(JACARANDA, claimOf('inv_one', both.slice(0, 1)));
    await restored.invoices.claim(JACARANDA, claimOf('inv_two', both.slice(1)));
    const intent = { pacId: 'finkok', leaseUntil: SOLD_AT, now: SOLD_AT, atMost: 9 };
    if (isSent) {
      await restored.invoices.seal('inv_two', sealedDocument('two'));
      await restored.invoices.intent('inv_two', intent);
    }
    await used.invoices.claim(JACARANDA, claimOf('inv_lost', both));
    await used.invoices.seal('inv_lost', sealedDocument('lost'));
    await used.invoices.intent('inv_lost', intent);
    await used.invoices.record('inv_lost', timbre(), [], []);
    return both;
  }

  it('a last line that was cut off is ignored; a damaged one is named in a notice, and costs no other', async () => {
    await sending(used);
    await sending(used, 'CJ-2');
    await sending(used, 'CJ-3');
    const lines = readFileSync(journalFile(), 'utf8').split('\n');
    const damaged = lines.map((line, i) => (i === 1 ? `${line.slice(0, -9)}AAAAAAAAA` : line));
    writeFileSync(journalFile(), damaged.join('\n'));
    appendFileSync(journalFile(), lines[0]?.slice(0, 200) ?? '');
    const restored = await backup('restored.db');
    await start(restored);
    const states = ['inv_cj-1042', 'inv_cj-2', 'inv_cj-3'].map((id) => stateOf(restored, id));
    expect(await Promise.all(states)).toEqual(['in-doubt', undefined, 'in-doubt']);
    expect((await noticesOf(restored)).sort()).toEqual([
      ['restore-conflict', 'damaged'],
      ['restored', '2'],
    ]);
  });

  it('nothing is put back for a merchant that it does not have', async () => {
    await sending(used);
    const other = await backup('other.db', { ...CAFE, id: 'mer_yunque' });
    await start(other);
    expect([await stateOf(other, 'inv_cj-1042'), logged]).toEqual([undefined, []]);
  });
});

describe('the journal', () => {
  it('is readable by its owner only, has one line for each document and outcome however often it is sent, and none of a sale’s data in clear', async () => {
    const invoice = await sending(used);
    await used.invoices.doubt(invoice.id, { fence: 1, reason: 'timeout', nextAt: SOLD_AT, now: SOLD_AT, sent: true });
    await used.invoices.intent(invoice.id, { pacId: 'finkok', leaseUntil: SOLD_AT, now: SOLD_AT, atMost: 9 });
    await used.invoices.record(invoice.id, timbre(), [], []);
    const text = readFileSync(journalFile(), 'utf8');
    expect(text.match(/"kind":"[a-z]+"/g)).toEqual(['"kind":"sent"', '"kind":"stamped"']);
    expect(text).not.toMatch(/ana@example|URE180429TM6|Desayuno/);
    expect([stamps, journalFile()].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
  });

  it('that cannot be written keeps a document from being sent: it is sealed, and due again in seconds', async () => {
    writeFileSync(stamps, 'no folder');
    await expect(sending(used)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await used.invoices.get('inv_cj-1042')).toMatchObject({
      state: 'sealed',
      sends: 0,
      nextAt: SOLD_AT + 5_000,
    });
    rmSync(stamps);
    const intent = { pacId: 'finkok', leaseUntil: SOLD_AT + 9, now: SOLD_AT, atMost: 9 };
    expect((await used.invoices.intent('inv_cj-1042', intent)).kind).toBe('sending');
    expect(readdirSync(stamps)).toHaveLength(1);
  });

  it.skipIf(!CAN_FILL_DISK)(
    'leaves no file behind in which nothing could be written, however often it is tried',
    async () => {
      const filesMayGrow = (bytes: string) =>
        execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:unlimited`]);
      filesMayGrow('1');
      try {
        for (const _ of [1, 2])
          await expect(journal.append(Promise.resolve('a line\n'))).rejects.toBeInstanceOf(StoreUnavailable);
      } finally {
        filesMayGrow('unlimited');
      }
      expect(readdirSync(stamps)).toEqual([]);
      await journal.append(Promise.resolve('a line\n'));
      expect(readFileSync(journalFile(), 'utf8')).toBe('a line\n');
    },
  );
});
