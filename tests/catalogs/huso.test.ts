import { describe, expect, test } from 'vitest';
import { type Huso, zoneFromHuso } from '../../server/catalogs/huso.ts';
import { localDateTime } from '../../server/catalogs/local-time.ts';
import { ZONES } from '../../server/catalogs/postal-ranges.ts';

const huso = (inviernoDiferencia: string, veranoDiferencia = '', veranoMes = ''): Huso => ({
  veranoMes,
  veranoDiferencia,
  inviernoDiferencia,
});

describe('the zone of a loaded postal code', () => {
  test('is that of our table if the row agrees', () => {
    expect(zoneFromHuso('06600', 'CMX', huso('-6'))).toBe('America/Mexico_City');
    expect(zoneFromHuso('22000', 'BCN', huso('-8', '-7', 'Marzo'))).toBe('America/Tijuana');
    expect(zoneFromHuso('32000', 'CHH', huso('-7', '-6', 'Marzo'))).toBe('America/Ciudad_Juarez');
    expect(zoneFromHuso('83000', 'SON', huso('-7', '-7'))).toBe('America/Hermosillo');
  });

  test('is that of our table if the row is empty or still has the summer time abolished in 2022', () => {
    expect(zoneFromHuso('77500', 'ROO', huso(''))).toBe('America/Cancun');
    expect(zoneFromHuso('52000', 'MEX', huso('-6', '-5', 'Abril'))).toBe('America/Mexico_City');
    expect(zoneFromHuso('31000', 'CHH', huso('-7', '-6', 'Abril'))).toBe('America/Chihuahua');
  });

  test('is the row’s if the SAT has moved the code since', () => {
    expect(zoneFromHuso('26171', 'COA', huso('-6', '-5', 'Marzo '))).toBe('America/Matamoros');
    expect(zoneFromHuso('32851', 'CHH', huso('-6', '-5', 'marzo'))).toBe('America/Ojinaga');
    expect(zoneFromHuso('32744', 'CHH', huso('-7', '-6', 'Marzo'))).toBe('America/Ciudad_Juarez');
    expect(zoneFromHuso('32000', 'CHH', huso('-6'))).toBe('America/Chihuahua');
    expect(zoneFromHuso('87300', 'TAM', huso('-6'))).toBe('America/Mexico_City');
    expect(zoneFromHuso('63732', 'NAY', huso('-7'))).toBe('America/Mazatlan');
  });

  test('is that of our table if the row’s hours belong to no zone', () => {
    expect(zoneFromHuso('06600', 'CMX', huso('-3'))).toBe('America/Mexico_City');
  });

  test('does not exist for text that is not a postal code', () => {
    expect(zoneFromHuso('6600', 'CMX', huso('-6'))).toBeUndefined();
  });
});

test('a row that states a zone’s real hours never changes them', () => {
  const january = Date.parse('2027-01-15T12:00:00Z');
  const july = Date.parse('2027-07-15T12:00:00Z');
  const hours = (zone: string, at: number) => String(Number(localDateTime(at, zone).slice(11, 13)) - 12);
  for (const zone of ZONES) {
    const [winter, summer] = [hours(zone, january), hours(zone, july)];
    const found = zoneFromHuso('06600', 'CMX', huso(winter, summer, winter === summer ? '' : 'Marzo')) ?? '';
    expect([hours(found, january), hours(found, july)]).toEqual([winter, summer]);
  }
});
