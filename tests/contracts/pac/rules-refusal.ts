/** A definite no, and who is turned away at the door. */
import assert from 'node:assert/strict';
import type { Lab } from './lab.ts';
import type { Rule } from './rule.ts';

/** What a customer can put right (wire-contracts 1.2), and what a merchant must (1.1). */
const MATRIX = ['CFDI40143', 'CFDI40145', 'CFDI40147', 'CFDI40148', 'CFDI40157', 'CFDI40158', 'CFDI40161', 'CFDI40102'];
const NUMBERS = ['301', '302', '303', '304', '306', '308'];

async function refuses(lab: Lab, marker: string, code: string): Promise<void> {
  const document = lab.document(marker);
  const reply = await lab.pac().stamp(document, lab.signal());
  assert.equal(reply.kind, 'rejected', `${code}: ${reply.kind}`);
  if (reply.kind !== 'rejected') return;
  if (code.startsWith('CFDI')) assert.equal(reply.satCode, code);
  else assert.equal(reply.code, code);
  assert.ok(reply.message.length > 0, 'the refusal has no message for the operator');
  assert.equal((await lab.stampsOf(document)).length, 0);
}

export const REFUSAL_RULES: readonly Rule[] = [
  {
    id: 'sat-codes',
    title: `a refusal by the SAT's matrix is definite and carries its code: ${MATRIX.join(', ')}`,
    async prove(lab) {
      for (const code of MATRIX) await refuses(lab, `SIM-RECHAZO-${code}`, code);
    },
  },
  {
    id: 'shared-codes',
    title: `a refusal by the numbers all PACs share is definite: ${NUMBERS.join(', ')}`,
    async prove(lab) {
      for (const code of NUMBERS) await refuses(lab, `SIM-RECHAZO-${code}`, code);
    },
  },
  {
    id: 'stale-fecha',
    title: 'a Fecha out of the 72 hours is refused with 401',
    prove: (lab) => refuses(lab, 'SIM-FECHA-VIEJA', '401'),
  },
  {
    id: 'issuer-not-in-lco',
    title: 'an issuer that is not in the LCO is refused with 402',
    prove: (lab) => refuses(lab, 'SIM-LCO', '402'),
  },
  {
    id: 'new-csd',
    title: 'a CSD that the LCO does not list yet is refused with 305',
    prove: (lab) => refuses(lab, 'SIM-CSD-NUEVO', '305'),
  },
  {
    id: 'duplicate-incidences',
    title: 'the same incidence reported twice is one refusal',
    applies: (_, { quirks }) => quirks.duplicateIncidences !== undefined,
    async prove(lab) {
      await lab.quirk(lab.subject.quirks.duplicateIncidences ?? '', 1);
      await refuses(lab, 'SIM-RECHAZO-CFDI40145', 'CFDI40145');
    },
  },
  {
    id: 'refusal-after-stamp',
    title: 'a refusal of what is stamped already is possible only where it is declared',
    async prove(lab) {
      const document = lab.document();
      await lab.pac().stamp(document, lab.signal());
      if (!lab.subject.isSandbox) await lab.quirk('refuses-before-repeat', 1);
      else await lab.fault({ fault: 'lco', times: 1 });
      const pac = lab.pac();
      const reply = await pac.stamp(document, lab.signal());
      assert.ok(!(pac.capabilities.rejectsAfter307Check && reply.kind === 'rejected'), 'declared, and not so');
    },
  },
  {
    id: 'credentials',
    title: 'an account that is not accepted is turned away: not sent, and it says why',
    async prove(lab) {
      const document = lab.document(lab.subject.isSandbox ? 'SIM-CLAVE-DEL-PAC' : undefined);
      const reply = await lab.pac({ account: 'bad' }).stamp(document, lab.signal());
      assert.equal(reply.kind, 'not-sent');
      assert.equal(reply.kind === 'not-sent' && reply.account, 'credentials');
      assert.equal((await lab.stampsOf(document)).length, 0);
    },
  },
  {
    id: 'no-credit',
    title: 'an account without stamps left is turned away: not sent, and it says why',
    async prove(lab) {
      const document = lab.document('SIM-SIN-CREDITO');
      const reply = await lab.pac().stamp(document, lab.signal());
      assert.equal(reply.kind === 'not-sent' && reply.account, 'credit');
      assert.equal((await lab.stampsOf(document)).length, 0);
    },
  },
  {
    id: 'suspended',
    title: 'a suspended issuer is turned away: not sent, and it says why',
    applies: (_, { quirks }) => quirks.suspended !== undefined,
    async prove(lab) {
      await lab.quirk(lab.subject.quirks.suspended ?? '', 1);
      const reply = await lab.pac().stamp(lab.document(), lab.signal());
      assert.equal(reply.kind === 'not-sent' && reply.account, 'suspended');
    },
  },
  {
    id: 'rate-limited',
    title: 'too many calls: not sent, and it says why',
    applies: (_, { quirks }) => quirks.rateLimited !== undefined,
    async prove(lab) {
      await lab.quirk(lab.subject.quirks.rateLimited ?? '', 1);
      const document = lab.document();
      const reply = await lab.pac().stamp(document, lab.signal());
      assert.equal(reply.kind === 'not-sent' && reply.account, 'rate-limit');
      assert.equal((await lab.stampsOf(document)).length, 0);
    },
  },
  {
    id: 'maintenance',
    title: 'a PAC in maintenance refuses nothing',
    async prove(lab) {
      const reply = await lab.pac().stamp(lab.document('SIM-MANTENIMIENTO'), lab.signal());
      assert.ok(reply.kind === 'not-sent' || reply.kind === 'unknown', reply.kind);
    },
  },
  {
    id: 'keeps-secrets',
    title: 'no reply tells a user, a password, a token or the document',
    async prove(lab) {
      const markers = [undefined, 'SIM-ERROR-ANTES', 'SIM-HTML', 'SIM-RECHAZO-CFDI40145', 'SIM-SIN-CREDITO'];
      for (const account of ['good', 'bad'] as const) {
        const pac = lab.pac({ account });
        for (const marker of markers) {
          const document = lab.document(marker);
          const reply = await pac.stamp(document, lab.signal());
          const text = JSON.stringify(reply.kind === 'stamped' ? { ...reply, xml: '' } : reply);
          for (const secret of [...lab.subject.secrets, '<cfdi:Comprobante'])
            assert.ok(!text.includes(secret), `${reply.kind} tells a secret`);
        }
        assert.ok(lab.subject.secrets.every((secret) => !JSON.stringify(pac.capabilities).includes(secret)));
      }
    },
  },
];
