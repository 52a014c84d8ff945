/** Looking up, trying the account; and a declaration that agrees with itself. */
import assert from 'node:assert/strict';
import { uuidIn } from './lab.ts';
import type { Rule } from './rule.ts';

/** The longest a look-up has been seen not to find a fresh stamp (Finkok's 603: 8 s, wire-contracts 2.3). */
const SEEN_LAG_MS = 8_000;

export const BEYOND_RULES: readonly Rule[] = [
  {
    id: 'declares-itself',
    title: 'what it declares and what it can do agree',
    async prove(lab) {
      const pac = lab.pac();
      const { id, lookup, cancel, sameBytes, clientRefHours } = pac.capabilities;
      assert.equal(id, lab.subject.name);
      assert.equal(pac.lookup !== undefined, lookup !== 'none');
      assert.equal(pac.cancel !== undefined, cancel !== 'none');
      assert.ok(sameBytes !== '307-only' || lookup !== 'none', 'a 307 without its timbre could never be settled');
      const isSafe = sameBytes !== 'new-uuid' || clientRefHours !== undefined || lookup !== 'none';
      assert.ok(isSafe, 'a lost answer could never be settled');
    },
  },
  {
    id: 'lookup-finds',
    title: 'the look-up brings the timbre of what is stamped and absent for what is not, and stamps nothing',
    applies: ({ lookup }) => lookup !== 'none',
    async prove(lab) {
      const pac = lab.pac();
      const never = lab.document();
      assert.equal((await pac.lookup?.(never, lab.signal()))?.kind, 'absent');
      assert.equal((await lab.stampsOf(never)).length, 0, 'the look-up stamped');
      const stamped = lab.document('SIM-RESPUESTA-PERDIDA');
      await pac.stamp(stamped, lab.signal());
      const found = await pac.lookup?.(stamped, lab.signal());
      assert.equal(uuidIn(found), (await lab.stampsOf(stamped))[0]?.uuid);
    },
  },
  {
    id: 'lookup-lag',
    title: 'a look-up that lags is declared to, and what is stamped meanwhile is neither refused nor "not sent"',
    applies: (_, { quirks }) => quirks.lookupLags !== undefined,
    async prove(lab) {
      const pac = lab.pac();
      const document = lab.document('SIM-307-VACIO');
      await pac.stamp(document, lab.signal());
      await lab.quirk(lab.subject.quirks.lookupLags ?? '');
      assert.equal((await pac.lookup?.(document, lab.signal()))?.kind, 'absent');
      assert.ok(pac.capabilities.lookupLagMs > SEEN_LAG_MS, 'nobody would wait before believing it');
      // Where nothing recognises a repeat, nobody asks again: it would be another stamp.
      if (pac.capabilities.sameBytes === 'new-uuid') return;
      const reply = await pac.stamp(document, lab.signal());
      assert.ok(['already-stamped', 'stamped', 'unknown'].includes(reply.kind), reply.kind);
    },
  },
  {
    id: 'lookup-outage',
    title: 'a look-up that fails is unknown, never absent',
    applies: ({ lookup }) => lookup !== 'none',
    async prove(lab) {
      const reply = await lab.pac({ url: 'http://127.0.0.1:9' }).lookup?.(lab.document(), lab.signal());
      assert.ok(reply?.kind === 'not-sent' || reply?.kind === 'unknown', reply?.kind);
    },
  },
  {
    id: 'connection',
    title: 'the account is tried without spending a stamp: ok, refused, or nobody there',
    async prove(lab) {
      const before = await countStamps(lab.url);
      assert.equal((await lab.pac().testConnection(lab.signal())).kind, 'ok');
      if (!lab.subject.isSandbox)
        assert.equal((await lab.pac({ account: 'bad' }).testConnection(lab.signal())).kind, 'refused');
      const nobody = await lab.pac({ url: 'http://127.0.0.1:9' }).testConnection(lab.signal());
      assert.equal(nobody.kind, 'unavailable');
      assert.equal(await countStamps(lab.url), before, 'it spent a stamp');
    },
  },
];

async function countStamps(url: string): Promise<number> {
  const { stamps } = (await (await fetch(`${url}/ledger`)).json()) as { stamps: readonly unknown[] };
  return stamps.length;
}
