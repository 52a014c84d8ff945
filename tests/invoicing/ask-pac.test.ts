import { describe, expect, it } from 'vitest';
import { type AskPacDeps, askPac } from '../../server/invoicing/ask-pac.ts';
import type { Invoice, SealedDocument } from '../../server/invoicing/invoice.ts';
import { type LookUpDeps, lookUp } from '../../server/invoicing/look-up.ts';
import type { LookupReply, Pac, PacCapabilities, PacReply } from '../../server/pac/pac.ts';

const SENT_AT = 1_000;
const SEALED = { xml: '<x/>', sello: 'S', sealedAt: SENT_AT } as SealedDocument;

/** In doubt since its first send. */
const IN_DOUBT = {
  ...{
    id: 'inv_1',
    merchantId: 'mer_1',
    world: 'live',
    holding: { kind: 'sales' },
    saleIds: ['sale_1'],
    generation: 0,
    fence: 2,
  },
  inDoubtSince: SENT_AT,
} as unknown as Invoice;

/** A PAC that answers as it is told, and what it was asked. */
function pacThat(says: { stamp?: PacReply; lookup?: LookupReply }, capabilities: Partial<PacCapabilities> = {}) {
  const asked: string[] = [];
  const pac: Pac = {
    capabilities: {
      ...{ id: 'x', sealedBy: 'us', sameBytes: '307-only', lookup: 'by-xml', lookupLagMs: 0 },
      ...{ rejectsAfter307Check: false, cancel: 'none', ...capabilities },
    } as PacCapabilities,
    async stamp() {
      asked.push('stamp');
      if (!says.stamp) throw new TypeError('an adapter that breaks its promise');
      return says.stamp;
    },
    async lookup() {
      asked.push('lookup');
      return says.lookup ?? { kind: 'absent' };
    },
    testConnection: async () => ({ kind: 'ok' }),
  };
  return { pac, asked };
}

/** The merchant's account with it is this one since then; `more` came after the first send. */
function invoicing(since: number, more: readonly object[] = []): AskPacDeps {
  const calls = [{ kind: 'intent', fence: 1, at: SENT_AT }, ...more];
  return {
    store: { invoices: { callsOf: async () => calls } },
    pacs: { since: async () => since },
    now: () => 10_000_000,
  } as unknown as AskPacDeps;
}

const REFUSAL: PacReply = { kind: 'rejected', code: 'CFDI40145', message: 'no' };
const STAMPED: PacReply = { kind: 'stamped', xml: '<x/>', repeated: true };

describe('a document in doubt whose merchant has another account with the PAC now', () => {
  it.each(['returns-timbre', '307-only', 'new-uuid'] as const)(
    'is not sent by it, nor believed absent (%s)',
    async (sameBytes) => {
      const { pac, asked } = pacThat({ stamp: REFUSAL }, { sameBytes, clientRefHours: 72 });
      expect(await askPac(invoicing(SENT_AT + 1), pac, SEALED, IN_DOUBT)).toMatchObject({ kind: 'unknown' });
      expect(asked).toEqual(['lookup']);
    },
  );

  it('is sent by it if what the other account was sent never arrived', async () => {
    const more = [
      { kind: 'not-sent', fence: 1, at: SENT_AT },
      { kind: 'intent', fence: 2, at: SENT_AT + 2 },
    ];
    const { pac, asked } = pacThat({ stamp: STAMPED }, { sameBytes: 'returns-timbre' });
    expect(await askPac(invoicing(SENT_AT + 1, more), pac, SEALED, IN_DOUBT)).toEqual(STAMPED);
    expect(asked).toEqual(['stamp']);
  });

  it('is not refused by what its look-up says of another’s document', async () => {
    const { pac, asked } = pacThat({ lookup: { kind: 'rejected', code: 'invoice-failed', message: '' } });
    expect((await askPac(invoicing(SENT_AT + 1), pac, SEALED, IN_DOUBT)).kind).toBe('unknown');
    expect(asked).toEqual(['lookup']);
  });

  it('is stamped when its look-up has the timbre all the same', async () => {
    const { pac } = pacThat({ lookup: STAMPED });
    expect(await askPac(invoicing(SENT_AT + 1), pac, SEALED, IN_DOUBT)).toEqual(STAMPED);
  });
});

describe('a document in doubt', () => {
  it('is sent again by the account that sent it, and a refusal is definite only after a look-up', async () => {
    const { pac, asked } = pacThat({ stamp: REFUSAL });
    expect(await askPac(invoicing(0), pac, SEALED, IN_DOUBT)).toEqual(REFUSAL);
    expect(asked).toEqual(['stamp', 'lookup']);
  });

  it('is looked for before it is sent where a repeat may be another stamp, and never sent without a reference', async () => {
    const keyed = pacThat({ stamp: STAMPED }, { sameBytes: 'new-uuid', clientRefHours: 72 });
    expect(await askPac(invoicing(0), keyed.pac, SEALED, IN_DOUBT)).toEqual(STAMPED);
    expect(keyed.asked).toEqual(['lookup', 'stamp']);
    const bare = pacThat({ stamp: STAMPED }, { sameBytes: 'new-uuid' });
    expect((await askPac(invoicing(0), bare.pac, SEALED, IN_DOUBT)).kind).toBe('unknown');
    expect(bare.asked).toEqual(['lookup']);
  });

  it('stays in doubt when an adapter breaks its promise and throws', async () => {
    const { pac } = pacThat({});
    expect(await askPac(invoicing(0), pac, SEALED, IN_DOUBT)).toEqual({
      kind: 'unknown',
      reason: 'the adapter failed: TypeError',
    });
  });
});

describe('a look-up soon after the last send', () => {
  it('finds nothing that would count, while the PAC may not know the document yet', async () => {
    const now = 10_000_000;
    const deps = invoicing(0, [
      { kind: 'intent', fence: 2, at: now - 200 },
      { kind: 'doubt', fence: 2, at: now - 100 },
    ]);
    const { pac } = pacThat({ lookup: { kind: 'absent' } }, { lookupLagMs: 120_000 });
    const account = { ...pac, capabilities: { ...pac.capabilities, id: 'x' } };
    const invoice = { ...IN_DOUBT, pacId: 'x', sealed: SEALED } as Invoice;
    const asking = { ...deps, pacs: { ...deps.pacs, of: async () => [account] } } as unknown as LookUpDeps;
    const looked = await lookUp(asking, invoice);
    expect(looked.kind).toBe('undecided');
  });
});
