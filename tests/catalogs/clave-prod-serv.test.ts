import { describe, expect, test } from 'vitest';
import { complementoFor, isClaveProdServ, NO_EXISTE_EN_EL_CATALOGO } from '../../server/catalogs/clave-prod-serv.ts';

describe('a c_ClaveProdServ', () => {
  test('is refused unless it has eight digits', () => {
    expect(isClaveProdServ('90101501')).toBe(true);
    expect(isClaveProdServ(NO_EXISTE_EN_EL_CATALOGO)).toBe(true);
    for (const text of ['9010150', '901015010', '9010150a', ' 90101501', '']) expect(isClaveProdServ(text)).toBe(false);
  });

  test.each(['15101505', '15101514', '15101515'])(
    '%s is fuel: it needs a complement, whatever the row says',
    (clave) => {
      expect(complementoFor(clave)).toBe('Hidrocarburos y Petrolíferos');
      expect(complementoFor(clave, { complemento: '' })).toBe('Hidrocarburos y Petrolíferos');
    },
  );

  test('is otherwise decided by the loaded row, and accepted without one', () => {
    expect(complementoFor('90101501')).toBeUndefined();
    expect(complementoFor('90101501', { complemento: '' })).toBeUndefined();
    expect(complementoFor('86121504', { complemento: 'Instituciones educativas privadas' })).toBe(
      'Instituciones educativas privadas',
    );
  });
});
