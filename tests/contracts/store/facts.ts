import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../db/store.ts';
import type { PaymentFact, SaleFact } from '../../../server/sources/intake/fact.ts';
import type { UnfoldedSale } from '../../../server/sources/source-store.ts';
import { claimOf, JACARANDA, newSale, SOLD_AT, saleBody, type TestDatabase } from './cast.ts';
import { connected } from './connected.ts';
import { aSource } from './sources.ts';

const SRC = 'src_1';
const fold = { tenant: JACARANDA, sale: newSale('CJ-1042', { source: SRC }) };
const PROBLEM = [{ code: 'product-unmapped', pointer: '/conceptos/0', params: { sku: 'X-1' } }];

/** A payment of so many pesos, which says in which version it is. */
function paid(saleKey: string, factKey: string, version = 1): SaleFact {
  const fact: PaymentFact = { kind: 'payment', version, paymentKey: factKey, importe: `${version}.00` };
  return { saleKey, factKey, fact };
}

function unfolded(saleKey: string, revision: number): UnfoldedSale {
  return { sourceId: SRC, saleKey, revision };
}

async function factsOf(store: Store, saleKey: string): Promise<readonly string[] | undefined> {
  const known = await store.sources.factsOf(SRC, saleKey);
  return known?.facts.map((fact) => (fact.kind === 'payment' ? `${fact.paymentKey} v${fact.version}` : fact.kind));
}

export function describeFacts(create: () => Promise<TestDatabase>): void {
  describe('the facts of a source', () => {
    const { store, another } = connected(create);
    const receive = (externalId: string | undefined, facts: readonly SaleFact[], from = store()) =>
      from.sources.receive(SRC, { ...(externalId !== undefined && { externalId }), facts, now: SOLD_AT });
    const withSource = async () => store().sources.put(aSource(SRC));

    it('are stored, and the sales that they change are returned to be folded', async () => {
      await withSource();
      const taken = await receive('ext_1', [paid('B', 'p2'), paid('A', 'p1'), paid('A', 'p0')]);
      expect(taken).toEqual({ kind: 'new', unfolded: [unfolded('A', 1), unfolded('B', 1)] });
      expect(await (await another()).sources.factsOf(SRC, 'A')).toEqual({
        revision: 1,
        facts: [paid('A', 'p0').fact, paid('A', 'p1').fact],
        refunded: {},
      });
      expect(await store().sources.factsOf(SRC, 'C')).toBeUndefined();
    });

    it('of the sales that changed last are read together, with the faults for which a sale waits', async () => {
      await withSource();
      await store().sources.put(aSource('src_2'));
      await receive('ext_1', [paid('A', 'p1'), paid('A', 'p2')]);
      await store().sources.receive(SRC, { facts: [paid('B', 'p3')], now: SOLD_AT + 1 });
      await store().sources.receive('src_2', { facts: [paid('A', 'p4')], now: SOLD_AT + 2 });
      await store().sources.fold(unfolded('A', 1), { kind: 'problem', faults: PROBLEM }, SOLD_AT);
      const newest = async (limit: number) =>
        (await store().sources.newestSales(SRC, limit)).map(({ facts, faults }) => [
          facts.map((fact) => (fact.kind === 'payment' ? fact.paymentKey : fact.kind)).sort(),
          faults,
        ]);
      expect(await newest(9)).toEqual([
        [['p3'], []],
        [['p1', 'p2'], PROBLEM],
      ]);
      expect(await newest(1)).toEqual([[['p3'], []]]);
      expect(await store().sources.newestSales('src_9', 9)).toEqual([]);
    });

    it('change nothing when they arrive again or in an older version: the highest version counts', async () => {
      await withSource();
      await receive(undefined, [paid('A', 'p1', 2), paid('A', 'p1', 1)]);
      await store().sources.fold(unfolded('A', 1), { kind: 'nothing' }, SOLD_AT);
      expect(await receive(undefined, [paid('A', 'p1', 2)])).toEqual({ kind: 'new', unfolded: [] });
      expect(await receive('ext_1', [paid('A', 'p1', 1)])).toEqual({ kind: 'new', unfolded: [] });
      expect(await receive('ext_2', [paid('A', 'p1', 3)])).toEqual({ kind: 'new', unfolded: [unfolded('A', 2)] });
      expect(await factsOf(store(), 'A')).toEqual(['p1 v3']);
    });

    it('of a known event are not received again; what was left unfolded is returned', async () => {
      await withSource();
      await receive('ext_1', [paid('A', 'p1')]);
      const again = [paid('A', 'p1'), paid('A', 'p2')];
      expect(await receive('ext_1', again)).toEqual({ kind: 'duplicate', unfolded: [unfolded('A', 1)] });
      await store().sources.fold(unfolded('A', 1), { kind: 'nothing' }, SOLD_AT);
      expect(await receive('ext_1', again)).toEqual({ kind: 'duplicate', unfolded: [] });
      expect(await factsOf(store(), 'A')).toEqual(['p1 v1']);
    });

    it('that turn out to be about another sale change both', async () => {
      await withSource();
      await receive('ext_1', [paid('intent', 'p1')]);
      const moved = await receive('ext_2', [paid('order', 'p1', 2)]);
      expect(moved.unfolded).toEqual([unfolded('intent', 2), unfolded('order', 1)]);
      expect([await factsOf(store(), 'intent'), await factsOf(store(), 'order')]).toEqual([[], ['p1 v2']]);
      expect((await receive('ext_3', [paid('intent', 'p1', 1)])).unfolded).toEqual([unfolded('intent', 2)]);
    });

    it('of one source do not concern another', async () => {
      await withSource();
      await store().sources.put(aSource('src_2'));
      await receive('ext_1', [paid('A', 'p1')]);
      const other = await store().sources.receive('src_2', {
        externalId: 'ext_1',
        facts: [paid('A', 'p1', 9)],
        now: SOLD_AT,
      });
      expect(other.kind).toBe('new');
      expect(await factsOf(store(), 'A')).toEqual(['p1 v1']);
    });

    it('of an unknown source are refused, and those of a removed source are deleted with it', async () => {
      await expect(receive('ext_1', [paid('A', 'p1')])).rejects.toThrow('unknown source');
      await withSource();
      await receive('ext_1', [paid('A', 'p1')]);
      await store().sources.fold(unfolded('A', 1), { kind: 'sale', ...fold }, SOLD_AT);
      expect(await store().sources.remove({ ...JACARANDA, world: 'live' }, SRC)).toBe('unknown');
      expect(await store().sources.remove(JACARANDA, SRC)).toBe('deleted');
      expect(await store().sources.remove(JACARANDA, SRC)).toBe('unknown');
      expect(await store().sources.factsOf(SRC, 'A')).toBeUndefined();
      expect(await store().sales.get(JACARANDA, fold.sale.id)).toBeDefined();
      await expect(receive('ext_2', [paid('A', 'p1')])).rejects.toThrow('unknown source');
    });

    it('received at once over several connections are all stored, each change in its own revision', async () => {
      await withSource();
      const stores = [store(), await another(), await another()];
      const events = Array.from({ length: 30 }, (_, i) => ({ id: `ext_${i % 15}`, key: `p${i % 15}` }));
      const answers = await Promise.all(
        events.map(({ id, key }, i) => receive(id, [paid('A', key), paid(`S${i % 4}`, `q${i}`)], stores[i % 3])),
      );
      expect(answers.filter(({ kind }) => kind === 'new')).toHaveLength(15);
      expect(await factsOf(store(), 'A')).toHaveLength(15);
      expect((await store().sources.factsOf(SRC, 'A'))?.revision).toBe(15);
      expect(await store().sources.unfolded(99)).toContainEqual(unfolded('A', 15));
      expect((await store().sources.health(SRC)).events).toBe(15);
    });

    it('that two transactions bring at once, even as facts of different sales, are stored once', async () => {
      await withSource();
      const other = await another();
      for (let i = 0; i < 10; i += 1) {
        const [low, high] = [paid(`A${i}`, `p${i}`, 1), paid(`B${i}`, `p${i}`, 2)];
        await Promise.all([receive(undefined, [low]), receive(undefined, [high], other)]);
        expect([(await factsOf(store(), `A${i}`)) ?? [], await factsOf(store(), `B${i}`)]).toEqual([[], [`p${i} v2`]]);
      }
    });

    it('end in the highest version when several arrive at once', async () => {
      await withSource();
      const stores = [store(), await another(), await another()];
      await receive(undefined, [paid('A', 'p1', 1)]);
      for (let i = 0; i < 10; i += 1) {
        const versions = [4, 3, 2].map((more) => paid('A', 'p1', i * 4 + more));
        await Promise.all(versions.map((fact, n) => receive(undefined, [fact], stores[n])));
        expect(await factsOf(store(), 'A')).toEqual([`p1 v${i * 4 + 4}`]);
      }
    });

    const facts = fc.array(fc.record({ sale: fc.nat(2), key: fc.nat(4), version: fc.integer({ min: 1, max: 3 }) }), {
      minLength: 1,
      maxLength: 12,
    });
    it('end the same in whatever order and however often they arrive', async () => {
      let run = 0;
      const receiveAll = async (list: readonly { sale: number; key: number; version: number }[], size: number) => {
        run += 1;
        const id = `src_${run}`;
        await store().sources.put(aSource(id));
        const all = list.map(({ sale, key, version }) => paid(`S${sale}`, `S${sale}-p${key}`, version));
        for (let i = 0; i < all.length; i += size)
          await store().sources.receive(id, { facts: all.slice(i, i + size), now: SOLD_AT });
        const sales = await Promise.all([0, 1, 2].map((n) => store().sources.factsOf(id, `S${n}`)));
        return sales.map((sale) => sale?.facts);
      };
      const shuffled = facts.chain((list) =>
        fc.record({
          list: fc.constant(list),
          again: fc.shuffledSubarray([...list, ...list, ...list], { minLength: list.length * 3 }),
          size: fc.integer({ min: 1, max: 4 }),
        }),
      );
      await fc.assert(
        fc.asyncProperty(shuffled, async ({ list, again, size }) => {
          expect(await receiveAll(again, size)).toEqual(await receiveAll(list, list.length));
        }),
        { numRuns: 25 },
      );
    });
  });

  describe('folding', () => {
    const { store, another } = connected(create);
    const receive = (facts: readonly SaleFact[]) => store().sources.receive(SRC, { facts, now: SOLD_AT });
    const receiveFirst = async () => {
      await store().sources.put(aSource(SRC));
      await receive([paid('A', 'p1')]);
    };

    it('stores the sale like any other, and leaves nothing unfolded', async () => {
      await receiveFirst();
      const made = { kind: 'sale', ...fold } as const;
      const first = await store().sources.fold(unfolded('A', 1), made, SOLD_AT);
      const sale = await store().sales.get(JACARANDA, fold.sale.id);
      expect(first).toEqual({ kind: 'folded', put: { kind: 'created', sale } });
      expect(await store().sources.unfolded(9)).toEqual([]);
      const again = await store().sources.fold(unfolded('A', 1), made, SOLD_AT);
      expect(again).toMatchObject({ put: { kind: 'unchanged' } });
      await store().invoices.claim(JACARANDA, claimOf('inv_1', [fold.sale.id]));
      await receive([paid('A', 'p2')]);
      const cheaper = { ...fold.sale, body: saleBody('CJ-1042', { total: '1.00' }) };
      const late = await store().sources.fold(unfolded('A', 2), { ...made, sale: cheaper }, SOLD_AT);
      expect(late).toMatchObject({ kind: 'folded', put: { kind: 'locked', sale: { body: { total: '348.00' } } } });
    });

    it('of an older revision is stale and writes nothing', async () => {
      await receiveFirst();
      await receive([paid('A', 'p2')]);
      const made = { kind: 'sale', ...fold } as const;
      expect(await store().sources.fold(unfolded('A', 1), made, SOLD_AT)).toEqual({ kind: 'stale' });
      expect(await store().sources.fold(unfolded('C', 1), made, SOLD_AT)).toEqual({ kind: 'stale' });
      expect(await store().sales.get(JACARANDA, fold.sale.id)).toBeUndefined();
      expect(await store().sources.unfolded(9)).toEqual([unfolded('A', 2)]);
    });

    it('while others receive loses nothing: the last one has folded every fact', async () => {
      await receiveFirst();
      const stores = [store(), await another()];
      let made = 0;
      const work = async (mine: Store, i: number) => {
        const { unfolded: left } = await mine.sources.receive(SRC, { facts: [paid('A', `q${i}`)], now: SOLD_AT });
        for (const sale of left) {
          const all = await mine.sources.factsOf(SRC, sale.saleKey);
          const total = `${all?.facts.length ?? 0}.00`;
          const body = saleBody('CJ-1042', { total });
          const revision = all?.revision ?? 0;
          const wanted = { kind: 'sale', tenant: JACARANDA, sale: { ...fold.sale, body } } as const;
          const folded = await mine.sources.fold({ ...sale, revision }, wanted, SOLD_AT);
          if (folded.kind === 'folded') made += 1;
        }
      };
      await Promise.all(Array.from({ length: 20 }, (_, i) => work(stores[i % 2] ?? store(), i)));
      for (const { revision } of await store().sources.unfolded(9)) {
        const body = saleBody('CJ-1042', { total: '21.00' });
        await store().sources.fold(
          unfolded('A', revision),
          { kind: 'sale', ...fold, sale: { ...fold.sale, body } },
          SOLD_AT,
        );
      }
      expect(made).toBeGreaterThan(0);
      expect((await store().sales.get(JACARANDA, fold.sale.id))?.body.total).toBe('21.00');
      expect(await store().sources.unfolded(9)).toEqual([]);
    });

    it('an older revision at the same time as a newer one ends in the newer', async () => {
      await receiveFirst();
      const other = await another();
      const made = (revision: number) => {
        const body = saleBody('CJ-1042', { total: `${revision}.00` });
        return { kind: 'sale', tenant: JACARANDA, sale: { ...fold.sale, body } } as const;
      };
      for (let revision = 1; revision <= 15; revision += 1) {
        const newer = async () => {
          await other.sources.receive(SRC, { facts: [paid('A', `q${revision}`)], now: SOLD_AT });
          return other.sources.fold(unfolded('A', revision + 1), made(revision + 1), SOLD_AT);
        };
        const older = () => store().sources.fold(unfolded('A', revision), made(revision), SOLD_AT);
        const [folded] = await Promise.all([newer(), older(), older()]);
        expect(folded.kind).toBe('folded');
        expect((await store().sales.get(JACARANDA, fold.sale.id))?.body.total).toBe(`${revision + 1}.00`);
        expect(await store().sources.unfolded(9)).toEqual([]);
      }
    });

    it('left undone by a dead process is there for the next one, the oldest first', async () => {
      const dying = await another();
      await store().sources.put(aSource(SRC));
      await dying.sources.receive(SRC, { facts: [paid('B', 'p2')], now: SOLD_AT });
      await dying.sources.receive(SRC, { facts: [paid('A', 'p1')], now: SOLD_AT + 5 });
      await dying.sources.receive(SRC, { facts: [paid('B', 'p3')], now: SOLD_AT + 9 });
      const next = await another();
      expect(await next.sources.unfolded(9)).toEqual([unfolded('B', 2), unfolded('A', 1)]);
      expect(await next.sources.unfolded(1)).toEqual([unfolded('B', 2)]);
    });

    it('into a problem lists it, newest first, and is repeated once its cause is fixed', async () => {
      await receiveFirst();
      await receive([paid('B', 'p2'), paid('C', 'p3')]);
      const problem = { kind: 'problem', faults: PROBLEM } as const;
      await store().sources.fold(unfolded('A', 1), problem, SOLD_AT);
      await store().sources.fold(unfolded('B', 1), problem, SOLD_AT + 1);
      await store().sources.fold(unfolded('C', 1), { kind: 'nothing' }, SOLD_AT + 2);
      const [b, a] = [
        { sourceId: SRC, saleKey: 'B', faults: PROBLEM, at: SOLD_AT + 1 },
        { sourceId: SRC, saleKey: 'A', faults: PROBLEM, at: SOLD_AT },
      ];
      expect(await store().sources.problems(SRC, 9)).toEqual([b, a]);
      expect(await store().sources.problems(SRC, 1)).toEqual([b]);
      expect(await store().sources.unfolded(9)).toEqual([]);
      expect(await store().sources.refold(SRC, 'problems')).toBe(2);
      const left = await store().sources.unfolded(9);
      expect([...left].sort((one, other) => (one.saleKey < other.saleKey ? -1 : 1))).toEqual([
        unfolded('A', 2),
        unfolded('B', 2),
      ]);
      await store().sources.fold(unfolded('A', 2), { kind: 'sale', ...fold }, SOLD_AT + 3);
      expect(await store().sources.problems(SRC, 9)).toEqual([b]);
    });

    it('is repeated for all sales of a source when its settings change, and for no other source’s', async () => {
      await receiveFirst();
      await receive([paid('B', 'p2')]);
      await store().sources.fold(unfolded('A', 1), { kind: 'sale', ...fold }, SOLD_AT);
      await store().sources.fold(unfolded('B', 1), { kind: 'nothing' }, SOLD_AT);
      expect(await store().sources.refold('src_9', 'all')).toBe(0);
      expect(await store().sources.refold(SRC, 'all')).toBe(2);
      expect(await store().sources.unfolded(9)).toHaveLength(2);
    });
  });
}
