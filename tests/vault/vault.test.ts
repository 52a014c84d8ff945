import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  createDataKey,
  type MasterKey,
  openSecret,
  parseMasterKey,
  rewrap,
  sealSecret,
  unwrapDataKey,
  VaultError,
  wrapDataKey,
} from '../../server/vault/vault.ts';

function masterKey(source: Uint8Array | string = randomBytes(32)): MasterKey {
  const master = parseMasterKey(source);
  if (!master) throw new Error('not a master key');
  return master;
}

const CONTEXT = { merchantId: 'mer_jacaranda', purpose: 'csd', subject: '30001000000500003416' };
const SECRET = Buffer.from('una llave privada', 'utf8');

describe('parseMasterKey', () => {
  test('reads 32 bytes raw, in hex or in either base64, with the newline a file ends in', () => {
    const bytes = randomBytes(32);
    const wrapped = wrapDataKey(masterKey(Buffer.from(bytes)), 'mer_a', createDataKey());
    const base64 = bytes.toString('base64');
    const forms = [
      bytes,
      bytes.toString('hex'),
      base64,
      `${base64}\n`,
      Buffer.from(`${base64}\n`),
      bytes.toString('base64url'),
    ];
    for (const form of forms) expect(() => unwrapDataKey(masterKey(form), 'mer_a', wrapped)).not.toThrow();
  });

  test('leaves the bytes it was given as they were', () => {
    const bytes = randomBytes(32);
    const before = Buffer.from(bytes);
    masterKey(bytes);
    expect(bytes.equals(before)).toBe(true);
  });

  test.each([
    ['an empty text', ''],
    ['31 bytes', randomBytes(31)],
    ['33 bytes in base64', randomBytes(33).toString('base64')],
    ['a password of 32 letters', 'correct horse battery staple ok!'],
    ['zeros', Buffer.alloc(32)],
    ['one digit repeated', '0'.repeat(64)],
  ])('refuses %s', (_, source) => {
    expect(parseMasterKey(source)).toBeUndefined();
  });

  test('shows nothing of the key when printed', () => {
    const bytes = randomBytes(32);
    const shown = inspect(masterKey(bytes), { depth: null, showHidden: true }) + JSON.stringify(masterKey(bytes));
    expect(shown).not.toContain(bytes.toString('hex').slice(0, 8));
    expect(shown).not.toContain(bytes.toString('base64').slice(0, 8));
  });
});

describe('the vault', () => {
  test('gives back what it sealed, through a wrapped data key', () => {
    const master = masterKey();
    const dataKey = createDataKey();
    const sealed = sealSecret(dataKey, SECRET, CONTEXT);
    const again = unwrapDataKey(master, 'mer_a', wrapDataKey(master, 'mer_a', dataKey));
    expect(openSecret(again, sealed, CONTEXT).equals(SECRET)).toBe(true);
  });

  test('never seals the same secret to the same bytes', () => {
    const dataKey = createDataKey();
    const sealed = Array.from({ length: 50 }, () => Buffer.from(sealSecret(dataKey, SECRET, CONTEXT)).toString('hex'));
    expect(new Set(sealed).size).toBe(50);
  });

  test('opens nothing after any byte was altered, cut off or added', () => {
    const dataKey = createDataKey();
    const sealed = sealSecret(dataKey, SECRET, CONTEXT);
    for (let at = 0; at < sealed.length; at++) {
      const altered = Buffer.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 0x01;
      expect(() => openSecret(dataKey, altered, CONTEXT), `byte ${at}`).toThrow(VaultError);
      expect(() => openSecret(dataKey, sealed.subarray(0, at), CONTEXT)).toThrow(VaultError);
    }
    expect(() => openSecret(dataKey, Buffer.concat([sealed, Buffer.of(0)]), CONTEXT)).toThrow(VaultError);
  });

  test.each([
    ['another merchant', { ...CONTEXT, merchantId: 'mer_yunque' }],
    ['another purpose', { ...CONTEXT, purpose: 'pac' }],
    ['another certificate', { ...CONTEXT, subject: '30001000000500003417' }],
    ['the same letters divided otherwise', { ...CONTEXT, merchantId: 'mer_jacaranda|csd', purpose: '' }],
  ])('opens nothing for %s', (_, context) => {
    const dataKey = createDataKey();
    expect(() => openSecret(dataKey, sealSecret(dataKey, SECRET, CONTEXT), context)).toThrow(VaultError);
  });

  test("opens no merchant's data key as another's, nor under another master key", () => {
    const master = masterKey();
    const wrapped = wrapDataKey(master, 'mer_a', createDataKey());
    expect(() => unwrapDataKey(master, 'mer_b', wrapped)).toThrow(VaultError);
    expect(() => unwrapDataKey(masterKey(), 'mer_a', wrapped)).toThrow(VaultError);
  });

  test('fails in one way that says nothing', () => {
    const dataKey = createDataKey();
    const sealed = sealSecret(dataKey, SECRET, CONTEXT);
    const errors = [
      () => openSecret(createDataKey(), sealed, CONTEXT),
      () => openSecret(dataKey, sealed, { ...CONTEXT, merchantId: 'x' }),
      () => openSecret(dataKey, Buffer.alloc(0), CONTEXT),
    ].map((attempt) => {
      try {
        return attempt();
      } catch (error) {
        return error instanceof VaultError ? `${error.message} ${error.cause}` : 'another error';
      }
    });
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).not.toMatch(/mer_|csd|30001/);
  });
});

describe('rewrap', () => {
  test('moves a data key to the next master key, and what it sealed stays readable', () => {
    const [old, next] = [masterKey(), masterKey()];
    const dataKey = createDataKey();
    const sealed = sealSecret(dataKey, SECRET, CONTEXT);
    const moved = rewrap('mer_a', wrapDataKey(old, 'mer_a', dataKey), old, next);
    expect(openSecret(unwrapDataKey(next, 'mer_a', moved), sealed, CONTEXT).equals(SECRET)).toBe(true);
    expect(() => unwrapDataKey(old, 'mer_a', moved)).toThrow(VaultError);
  });

  test('leaves as it is what was moved already, so that a rotation can be run again', () => {
    const [old, next] = [masterKey(), masterKey()];
    const moved = rewrap('mer_a', wrapDataKey(old, 'mer_a', createDataKey()), old, next);
    expect(rewrap('mer_a', moved, old, next)).toBe(moved);
  });

  test('refuses what neither key opens', () => {
    const wrapped = wrapDataKey(masterKey(), 'mer_a', createDataKey());
    expect(() => rewrap('mer_a', wrapped, masterKey(), masterKey())).toThrow(VaultError);
  });
});
