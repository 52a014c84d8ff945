import { createHook } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword, passwordFaults } from '../../server/accounts/password.ts';
import { Problem } from '../../server/problems/problem.ts';
import { keptPassword, PASSWORD } from '../support/person.ts';

const HOME = '189.203.7.1';

const codes = (password: string, email = 'lupita@cafejacaranda.mx') =>
  passwordFaults(password, email).map(({ code }) => code);

describe('a password', () => {
  it('is refused under twelve characters, counted as a person counts them', () => {
    expect(codes('café de olla')).toEqual([]);
    expect(codes('café de oll')).toEqual(['password-short']);
    expect(codes('🌮🌮🌮🌮🌮🌮')).toEqual(['password-short']);
  });

  it('is refused if it is known from breaches, in upper or lower case', () => {
    for (const known of ['1qaz2wsx3edc', 'QWERTY123456', 'Administrador', 'Contraseña123'])
      expect([known, codes(known)]).toEqual([known, ['password-common']]);
  });

  it('is refused if it repeats a few characters, or is its owner’s e-mail', () => {
    for (const weak of [
      'aaaaaaaaaaaaaa',
      'tacostacostacos',
      '123412341234',
      'lupita@cafejacaranda.mx',
      'lupitalupita12',
    ])
      expect([weak, codes(weak)]).toEqual([weak, ['password-common']]);
  });

  it('needs no particular kinds of characters: a sentence in lower case is accepted', () => {
    expect(codes('el café de olla sabe a canela')).toEqual([]);
  });

  it('is hashed with its own salt, and is the same however its accents are composed', async () => {
    const [one, other] = await Promise.all([
      hashPassword('jalapeño y café', HOME),
      hashPassword('jalapeño y café', HOME),
    ]);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^scrypt\$32768\$8\$3\$/);
    expect(await isPassword('jalapeño y café'.normalize('NFD'), one, HOME)).toBe(true);
    expect(await isPassword('jalapeno y cafe', one, HOME)).toBe(false);
    expect(await isPassword('jalapeño y café', undefined, HOME)).toBe(false);
  });
});

describe('passwords that are checked at the same time', () => {
  const kept = keptPassword();
  /** Checks one from each of these networks, all at once. Returns the networks in the order in which they were answered, and those refused. */
  const checkAll = async (addresses: readonly string[]) => {
    const served: string[] = [];
    const refused: string[] = [];
    const check = (address: string) =>
      isPassword(PASSWORD, kept, address).then(
        (isTheirs) => void (isTheirs && served.push(address)),
        (error: unknown) => {
          expect(error instanceof Problem && [error.code, error.params.retryAfter]).toEqual(['sign-in-busy', '3']);
          refused.push(address);
        },
      );
    await Promise.all(addresses.map(check));
    return { served, refused };
  };
  const hundred = (network: (n: number) => string) => Array.from({ length: 100 }, (_, n) => network(n));

  it('take at most two of the four threads that files, DNS and invoices need too, whoever sends how many', async () => {
    const underWay = new Set<number>();
    let most = 0;
    const hook = createHook({
      init(id, type) {
        if (type !== 'SCRYPTREQUEST') return;
        underWay.add(id);
        most = Math.max(most, underWay.size);
      },
      before: (id) => void underWay.delete(id),
    }).enable();
    const { served, refused } = await checkAll(hundred((n) => `203.0.${n}.9`));
    hook.disable();
    expect([most >= 1, most <= 2]).toEqual([true, true]);
    expect(served.length + refused.length).toBe(100);
    expect(served.length).toBeLessThanOrEqual(22);
  });

  it.each([
    ['an IPv4 /24', (n: number) => `203.0.113.${n}`],
    ['an IPv6 /48, which has 65,536 networks of its own', (n: number) => `2001:db8:7:${n.toString(16)}`],
  ])(
    'wait in a line of three if they come from %s, and beyond it are refused with a time to retry',
    async (_, network) => {
      const { served, refused } = await checkAll([...hundred(network), HOME]);
      expect(served.length + refused.length).toBe(101);
      expect(served.length).toBeLessThanOrEqual(6);
      expect(refused).not.toContain(HOME);
      // At most two were under way and one was before it.
      expect(served.indexOf(HOME)).toBeLessThanOrEqual(3);
    },
  );

  it('leave a place to a network that has none in a full line, which one that has several gives up', async () => {
    const crowd = Array.from({ length: 12 }, (_, n) => `203.0.${n}.9`);
    const { served, refused } = await checkAll([...crowd, ...crowd, ...crowd, HOME]);
    expect(served).toContain(HOME);
    expect(refused.length).toBeGreaterThan(0);
  });
});
