import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword, passwordFaults } from '../../server/accounts/password.ts';

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
    const [one, other] = await Promise.all([hashPassword('jalapeño y café'), hashPassword('jalapeño y café')]);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^scrypt\$32768\$8\$3\$/);
    expect(await isPassword('jalapeño y café'.normalize('NFD'), one)).toBe(true);
    expect(await isPassword('jalapeno y cafe', one)).toBe(false);
    expect(await isPassword('jalapeño y café', undefined)).toBe(false);
  });
});
