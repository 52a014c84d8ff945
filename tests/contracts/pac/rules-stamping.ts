/** What is stamped, and how often: the PAC's ledger is the judge. */
import assert from 'node:assert/strict';
import { issuedMismatch } from '../../../server/pac/issued-document.ts';
import { timbreMismatch } from '../../../server/pac/timbre-of.ts';
import { askAgain, uuidIn } from './lab.ts';
import type { Rule } from './rule.ts';

export const STAMPING_RULES: readonly Rule[] = [
  {
    id: 'stamps',
    title: 'brings the timbre of the very document that was sent',
    async prove(lab) {
      const pac = lab.pac();
      for (const document of [lab.document(), lab.document()]) {
        const reply = await pac.stamp(document, lab.signal());
        assert.equal(reply.kind, 'stamped');
        const mismatchOf = pac.capabilities.sealedBy === 'us' ? timbreMismatch : issuedMismatch;
        assert.equal(reply.kind === 'stamped' && mismatchOf(document.xml, reply.xml), undefined);
        const [stamp] = await lab.stampsOf(document);
        assert.equal(uuidIn(reply), stamp?.uuid);
      }
    },
  },
  {
    id: 'sends-the-bytes',
    title: 'sends the sealed document byte for byte',
    applies: ({ sealedBy }) => sealedBy === 'us',
    async prove(lab) {
      const document = lab.document(undefined, 'Café & “pan” de muerto <Ñ> 100 % 🥐');
      await lab.pac().stamp(document, lab.signal());
      const [stamp] = await lab.stampsOf(document);
      const stamped = await lab.stampedXml(stamp?.uuid ?? '');
      const body = document.xml.slice(0, document.xml.lastIndexOf('</cfdi:Comprobante>'));
      assert.ok(stamped.startsWith(body), 'the PAC has other bytes');
    },
  },
  {
    id: 'one-question',
    title: 'asks once for a stamp, and leaves repeating to who keeps the account',
    async prove(lab) {
      const document = lab.document('SIM-RESPUESTA-PERDIDA');
      await lab.pac().stamp(document, lab.signal());
      const [stamp] = await lab.stampsOf(document);
      assert.equal(stamp?.asked, 1);
    },
  },
  {
    id: 'repeat-is-one',
    title: 'the same document asked for again has one folio fiscal, and a reply that can say it is a repeat says so',
    async prove(lab) {
      const document = lab.document();
      const first = await lab.pac().stamp(document, lab.signal());
      const pac = lab.pac();
      const settled = await askAgain(pac, document, lab);
      assert.equal((await lab.stampsOf(document)).length, 1, 'stamped twice');
      assert.equal(uuidIn(first), (await lab.stampsOf(document))[0]?.uuid);
      assert.equal(uuidIn(settled), uuidIn(first));
      // A PAC that takes a reference answers a repeat as it answered first: there is nothing to tell them apart by.
      const isDistinct = pac.capabilities.sameBytes !== 'new-uuid';
      if (isDistinct) assert.ok(settled?.kind === 'stamped' && settled.repeated);
    },
  },
  {
    id: 'many-at-once',
    title: 'ten sends of one document at once end in one folio fiscal',
    applies: ({ sameBytes, clientRefHours }) => sameBytes !== 'new-uuid' || clientRefHours !== undefined,
    async prove(lab) {
      const document = lab.document();
      const pac = lab.pac({ timeoutMs: 8_000 });
      const replies = await Promise.all(Array.from({ length: 10 }, () => pac.stamp(document, lab.signal())));
      assert.equal((await lab.stampsOf(document)).length, 1, 'stamped twice');
      assert.equal(new Set(replies.flatMap((reply) => uuidIn(reply) ?? [])).size, 1);
      assert.ok(replies.every(({ kind }) => kind === 'stamped' || kind === 'already-stamped' || kind === 'unknown'));
    },
  },
  {
    id: 'nowhere-else',
    title: 'a document in doubt is never taken to another PAC',
    async prove(lab) {
      const document = lab.document('SIM-RESPUESTA-PERDIDA');
      const pac = lab.pac();
      await pac.stamp(document, lab.signal());
      await pac.stamp(document, lab.signal());
      assert.equal(await lab.stampsElsewhere(document), 0);
    },
  },
  {
    id: 'reference',
    title: 'another document under the reference of a stamped one is never taken for it',
    applies: ({ clientRefHours }) => clientRefHours !== undefined,
    async prove(lab) {
      const first = lab.document();
      const pac = lab.pac();
      await pac.stamp(first, lab.signal());
      const other = { ...lab.document(), clientRef: first.clientRef };
      const reply = await pac.stamp(other, lab.signal());
      const settled = reply.kind === 'already-stamped' ? await pac.lookup?.(other, lab.signal()) : reply;
      assert.equal(settled?.kind, 'unknown');
      assert.equal((await lab.stampsOf(other)).length, 0, 'stamped again');
    },
  },
  {
    id: 'foreign-timbre',
    title: 'the timbre of another document is not believed',
    applies: (_, { isSandbox }) => !isSandbox,
    async prove(lab) {
      await lab.pac().stamp(lab.document(), lab.signal());
      await lab.quirk('foreign-timbre', 1);
      const reply = await lab.pac().stamp(lab.document(), lab.signal());
      assert.equal(reply.kind, 'unknown');
    },
  },
  {
    id: 'altered-document',
    title: 'a document that comes back with another total is not believed',
    applies: (_, { isSandbox }) => !isSandbox,
    async prove(lab) {
      await lab.quirk('altered-document', 1);
      const reply = await lab.pac().stamp(lab.document(), lab.signal());
      // A PAC that answers with the timbre alone cannot alter: then the timbre is put into the document that was sent.
      assert.ok(reply.kind === 'unknown' || (reply.kind === 'stamped' && !reply.xml.includes(' Total="1.00"')));
    },
  },
];
