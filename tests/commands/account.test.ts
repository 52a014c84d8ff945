import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { openSqlite } from '../../db/sqlite/sqlite-store.ts';
import { hashSecretToken, newSecretToken } from '../../server/accounts/secret-token.ts';
import { runCli } from '../support/cli.ts';
import { openWorkshop } from '../support/csd-files.ts';
import { keptPassword } from '../support/person.ts';

// Each command is a process.
vi.setConfig({ testTimeout: 120_000 });

const workshop = openWorkshop();
afterAll(() => workshop.remove());

const ENV = {
  ...{ AUTOFACTURA_DATA: workshop.file('.'), DATABASE_URL: undefined },
  AUTOFACTURA_PUBLIC_URL: 'https://factura.example.mx',
};
const PERSON = { id: 'usr_1', email: 'lupita@farmacialuna.mx', name: 'Guadalupe Ríos', createdAt: 1 };
const MERCHANT = 'mer_luna';
const open = () => openSqlite(join(workshop.file('.'), 'autofactura.db'));
const seal = () => 'seal';

/** The owner of a pharmacy, who signs in with a code too. */
async function ownerWithCodes(): Promise<void> {
  const store = await open();
  const { accounts } = store;
  const person = { ...PERSON, passwordHash: keptPassword() };
  const hash = hashSecretToken(newSecretToken());
  const invitation = { kind: 'invitation', id: 'ivt_1', merchantId: MERCHANT, email: person.email } as const;
  await accounts.putLink({ ...invitation, role: 'owner', expiresAt: 9 }, hash);
  const member = { merchantId: MERCHANT, personId: person.id, role: 'owner', createdAt: 2 } as const;
  const session = { id: 'ses_1', personId: person.id, createdAt: 2, lastSeenAt: 2, expiresAt: 3 };
  const begun = { session: { ...session, address: 'x', userAgent: '' }, hash };
  const note = { action: 'invitation-accepted', at: 2, status: 200, address: 'x', seal };
  await accounts.accept(hash, person, member, begun, note);
  const factor = { personId: person.id, sealed: Buffer.from('sealed'), createdAt: 2, lastStep: 0 };
  await accounts.putSecondFactor(factor);
  await accounts.confirmSecondFactor(factor, { step: 1, hashes: ['a', 'b'] }, { ...note, action: 'second-factor-on' });
  const passkey = {
    id: 'psk_1',
    personId: person.id,
    name: 'Teléfono',
    credentialId: 'c',
    publicKey: Buffer.from('p'),
  };
  await accounts.putPasskey({ ...passkey, counter: 0, transports: '', createdAt: 2 }, person.passwordHash, {
    ...note,
    action: 'passkey-added',
  });
  await store.close();
}

/** Whoever was invited proves their address by a link that was mailed to it. */
async function proveAddress(): Promise<void> {
  const store = await open();
  const hash = hashSecretToken(newSecretToken());
  await store.accounts.putLink({ kind: 'email', personId: PERSON.id, email: PERSON.email, expiresAt: 9 }, hash);
  const note = { action: 'email-changed', at: 3, status: 200, address: 'x', seal };
  expect(await store.accounts.changeEmail(PERSON.id, PERSON.email, note, hash)).toBe('changed');
  await store.close();
}

describe('account reset', () => {
  it('leaves second step and passkeys of a proven address as they are and says so, or that the link removes them; removes them with a flag, which the audit log records for the command line', async () => {
    await ownerWithCodes();
    const reset = (...more: readonly string[]) => runCli(['account', 'reset', '--email', PERSON.email, ...more], ENV);
    const unproven = await reset();
    expect(unproven.stderr).toContain('Opening the link removes its second step and passkeys');
    await proveAddress();
    const kept = await reset();
    expect(kept.stdout).toMatch(/^https:\/\/factura\.example\.mx\/panel\/reset-password\?token=[\w-]{43}\n$/);
    expect(kept.stderr).toContain('Its second step and passkeys stay as they are.');
    const removed = await reset('--remove-second-factor', '--json');
    expect(JSON.parse(removed.stdout)).toMatchObject({ secondFactor: 'removed' });
    expect(JSON.parse((await reset('--json')).stdout)).toMatchObject({ secondFactor: 'none' });
    const store = await open();
    const { accounts, audit } = store;
    expect([await accounts.findSecondFactor(PERSON.id), await accounts.countRecoveryCodes(PERSON.id)]).toEqual([
      undefined,
      0,
    ]);
    expect(await accounts.listPasskeys(PERSON.id)).toEqual([]);
    const by = { actor: expect.stringMatching(/^cli:\w/), address: 'command line' };
    expect(await audit.list(MERCHANT, { limit: 4 })).toMatchObject([
      { ...by, action: 'reset-link-made', target: PERSON.id },
      { ...by, action: 'passkey-removed', target: 'psk_1' },
      { ...by, action: 'second-factor-removed', target: PERSON.id },
      { ...by, action: 'reset-link-made', target: PERSON.id },
    ]);
    await store.close();
  });

  it('exits with 1 for an address that has no account, and creates no link', async () => {
    const { code, stdout } = await runCli(['account', 'reset', '--email', 'nadie@example.com'], ENV);
    expect([code, stdout]).toEqual([1, '']);
  });
});
