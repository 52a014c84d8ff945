import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../server/notices/notice-store.ts';
import type { ProviderAccount } from '../../../server/outbound/provider-store.ts';
import { JACARANDA, SOLD_AT, sealed, sending, type TestDatabase, YUNQUE } from './cast.ts';
import { connected } from './connected.ts';

function account(provider: string, position: number, more: Partial<ProviderAccount> = {}): ProviderAccount {
  const sealedCredentials = Buffer.from([1, 2, position, 255]);
  return {
    tenant: JACARANDA,
    role: 'pac',
    provider,
    position,
    sealedCredentials,
    settings: {},
    createdAt: SOLD_AT,
    ...more,
  };
}

export function describeProviders(create: () => Promise<TestDatabase>): void {
  describe('the accounts with providers', () => {
    const { store } = connected(create);
    const names = async () => (await store().providers.listAccounts(JACARANDA, 'pac')).map(({ provider }) => provider);

    it('are listed in their order, of one tenant and role, as they were put', async () => {
      const first = account('finkok', 0, { settings: { perDay: 20, host: 'demo' } });
      await store().providers.putAccount(account('sw', 1));
      await store().providers.putAccount(first);
      await store().providers.putAccount(account('prodigia', 0, { tenant: YUNQUE }));
      await store().providers.putAccount(account('facturama', 0, { role: 'registry' }));
      const listed = await store().providers.listAccounts(JACARANDA, 'pac');
      expect(listed.map(({ sealedCredentials, ...rest }) => ({ ...rest, bytes: [...sealedCredentials] }))).toEqual([
        { ...first, sealedCredentials: undefined, bytes: [1, 2, 0, 255] },
        { ...account('sw', 1), sealedCredentials: undefined, bytes: [1, 2, 1, 255] },
      ]);
    });

    it('never share a position: the previous one moves to the end of the line', async () => {
      await store().providers.putAccount(account('finkok', 0));
      await store().providers.putAccount(account('sw', 0));
      expect(await names()).toEqual(['sw', 'finkok']);
      await store().providers.putAccount(account('finkok', 0));
      expect(await names()).toEqual(['finkok', 'sw']);
      await store().providers.putAccount(account('finkok', 0));
      expect(await names()).toEqual(['finkok', 'sw']);
    });

    it('of mail are one: another carrier replaces it, in its own world only', async () => {
      const mailer = (provider: string, more: Partial<ProviderAccount> = {}) =>
        store().providers.putAccount(account(provider, 0, { role: 'mailer', ...more }));
      const carriers = async (tenant = JACARANDA) =>
        (await store().providers.listAccounts(tenant, 'mailer')).map(({ provider }) => provider);
      const live = { ...JACARANDA, world: 'live' } as const;
      await mailer('resend');
      await mailer('resend', { tenant: live });
      await store().providers.putAccount(account('finkok', 0));
      await mailer('smtp');
      expect([await carriers(), await carriers(live), await names()]).toEqual([['smtp'], ['resend'], ['finkok']]);
      await mailer('smtp');
      expect(await carriers()).toEqual(['smtp']);
    });

    it('can be deleted, unless an invoice is in progress there that only it can answer for', async () => {
      await store().providers.putAccount(account('finkok', 0));
      await store().providers.putAccount(account('sw', 1));
      const { id, fence } = await sending(store());
      expect(await store().providers.deleteAccount(JACARANDA, 'pac', 'finkok')).toBe('in-use');
      const doubt = { fence, reason: 'timeout', nextAt: SOLD_AT, now: SOLD_AT, sent: true };
      await store().invoices.doubt(id, doubt);
      expect(await store().providers.deleteAccount(JACARANDA, 'pac', 'finkok')).toBe('in-use');
      expect(await store().providers.deleteAccount(JACARANDA, 'pac', 'sw')).toBe('deleted');
      expect(await store().providers.deleteAccount(JACARANDA, 'pac', 'sw')).toBe('unknown');
      expect(await names()).toEqual(['finkok']);
    });
  });

  describe('how many are sent to a PAC at a time', () => {
    const { store } = connected(create);

    it('is limited over all invoices of a world, not counting expired leases', async () => {
      await sending(store(), 'CJ-1');
      const { id } = await sealed(store(), 'CJ-2');
      const asked = { pacId: 'finkok', leaseUntil: SOLD_AT + 200_000, now: SOLD_AT + 1, atMost: 1 };
      const full = await store().invoices.intent(id, asked);
      expect(full.kind).toBe('full');
      expect(full.invoice).toMatchObject({ state: 'sealed', fence: 0, sends: 0 });
      expect(await store().invoices.callsOf(id)).toEqual([]);
      expect((await store().invoices.intent(id, { ...asked, pacId: 'sw' })).kind).toBe('sending');
      const { id: third } = await sealed(store(), 'CJ-3');
      expect((await store().invoices.intent(third, { ...asked, now: SOLD_AT + 90_000 })).kind).toBe('sending');
    });

    it('does not prevent a postponement, which changes nothing else', async () => {
      const before = await sealed(store());
      const after = await store().invoices.postpone(before.id, SOLD_AT + 5_000);
      expect(after).toEqual({ ...before, nextAt: SOLD_AT + 5_000 });
      expect(await store().invoices.due(SOLD_AT + 4_999, 9)).toEqual([]);
      expect(await store().invoices.callsOf(before.id)).toEqual([]);
    });
  });

  describe('a circuit', () => {
    const { store, another } = connected(create);
    const ask = { now: SOLD_AT, probeUntil: SOLD_AT + 45_000 };
    const failure = { threshold: 2, openUntil: SOLD_AT + 10_000, reason: 'ECONNRESET' };

    it('is closed until its failures in a row reach the threshold, and closed again after a success', async () => {
      const { circuits } = store();
      expect(await circuits.admit('pac:sw', ask)).toEqual({ kind: 'closed' });
      expect(await circuits.failed('pac:sw', failure)).toBe(1);
      expect(await circuits.admit('pac:sw', ask)).toEqual({ kind: 'closed' });
      expect(await circuits.failed('pac:sw', failure)).toBe(2);
      expect(await circuits.admit('pac:sw', ask)).toEqual({ kind: 'open', until: SOLD_AT + 10_000 });
      expect(await circuits.admit('pac:finkok', ask)).toEqual({ kind: 'closed' });
      expect(await circuits.succeeded('pac:sw')).toBe('reopened');
      expect(await circuits.succeeded('pac:sw')).toBe('closed');
      expect(await circuits.admit('pac:sw', ask)).toEqual({ kind: 'closed' });
      expect(await circuits.failed('pac:sw', failure)).toBe(1);
    });

    it('can be probed at once after a restart of a single node, and does not stay open for a time written by a clock running ahead', async () => {
      const { circuits } = store();
      await circuits.failed('pac:sw', { ...failure, threshold: 1 });
      await circuits.voidProbes();
      expect(await circuits.admit('pac:sw', ask)).toEqual({ kind: 'probe' });
      await circuits.failed('pac:finkok', { ...failure, threshold: 1, openUntil: SOLD_AT + 10 * 60_000 });
      expect(await circuits.admit('pac:finkok', ask)).toEqual({ kind: 'probe' });
    });

    it('lets exactly one of many probe when it is due, over all connections', async () => {
      const stores = [store(), await another()];
      await store().circuits.failed('pac:sw', { ...failure, threshold: 1 });
      const later = { now: SOLD_AT + 10_000, probeUntil: SOLD_AT + 55_000 };
      const asked = Array.from({ length: 20 }, (_, i) => stores[i % 2]?.circuits.admit('pac:sw', later));
      const kinds = (await Promise.all(asked)).map((admission) => admission?.kind);
      expect(kinds.filter((kind) => kind === 'probe')).toHaveLength(1);
      expect(kinds.filter((kind) => kind === 'open')).toHaveLength(19);
    });
  });

  describe('a notice', () => {
    const { store } = connected(create);
    const raised = { tenant: JACARANDA, kind: 'pac-credit-low', subject: 'sw', params: { credit: '12' } } as const;

    it('exists once, with its last params, until it is resolved; then it starts over', async () => {
      const { notices } = store();
      expect(await notices.raise({ ...raised, now: SOLD_AT })).toBe('new');
      expect(await notices.raise({ ...raised, params: { credit: '9' }, now: SOLD_AT + 1 })).toBe('known');
      const once: Notice = { ...raised, params: { credit: '9' }, since: SOLD_AT, lastAt: SOLD_AT + 1 };
      expect(await notices.list(JACARANDA, 9)).toEqual([once]);
      expect(await notices.list(YUNQUE, 9)).toEqual([]);
      await notices.resolve(JACARANDA, 'pac-credit-low', 'sw', SOLD_AT + 2);
      expect(await notices.list(JACARANDA, 9)).toEqual([]);
      expect(await notices.raise({ ...raised, now: SOLD_AT + 3 })).toBe('new');
      expect(await notices.list(JACARANDA, 9)).toMatchObject([{ since: SOLD_AT + 3 }]);
    });

    it('comes newest first, up to the limit', async () => {
      for (const [i, subject] of ['a', 'b', 'c'].entries())
        await store().notices.raise({ ...raised, subject, now: SOLD_AT + i });
      expect((await store().notices.list(JACARANDA, 2)).map(({ subject }) => subject)).toEqual(['c', 'b']);
    });
  });

  describe('what is known of taxpayers', () => {
    const { store } = connected(create);

    it('is cached under a hash, as long as it is fresh', async () => {
      const { taxpayers } = store();
      await taxpayers.keepCheck('a1', 'match', SOLD_AT, 0);
      expect(await taxpayers.cachedCheck('a1', SOLD_AT)).toBe('match');
      expect(await taxpayers.cachedCheck('a1', SOLD_AT + 1)).toBeUndefined();
      await taxpayers.keepCheck('a1', 'mismatch', SOLD_AT + 5, 0);
      expect(await taxpayers.cachedCheck('a1', SOLD_AT)).toBe('mismatch');
      await taxpayers.keepCheck('b2', 'match', SOLD_AT + 9, SOLD_AT + 6);
      expect(await taxpayers.cachedCheck('a1', 0)).toBeUndefined();
    });

    it('is the list of article 69-B as it was last loaded, whole', async () => {
      const { taxpayers } = store();
      const rows = Array.from({ length: 1_200 }, (_, i) => ({ rfc: `EFO${i}`, situacion: 'Presunto' }));
      expect(await taxpayers.replaceLista69b(rows)).toBe(1_200);
      expect(await taxpayers.situacion69b('EFO1199')).toBe('Presunto');
      expect(await taxpayers.replaceLista69b([{ rfc: 'EFO7', situacion: 'Definitivo' }])).toBe(1);
      expect(await taxpayers.situacion69b('EFO7')).toBe('Definitivo');
      expect(await taxpayers.situacion69b('EFO8')).toBeUndefined();
    });
  });
}
