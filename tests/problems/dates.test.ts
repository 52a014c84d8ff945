/** Days and months in the texts that people read: in words, and a single day said once. */
import { describe, expect, it } from 'vitest';
import { noticeText } from '../../server/problems/notice-texts.ts';
import { faultDetail, Problem, problemDetail } from '../../server/problems/problem.ts';

const DAILY = { from: '2026-12-01', to: '2026-12-01', branch: 'Playas', until: '2026-12-03, 00:00' };
const MONTHLY = { ...DAILY, from: '2026-11-01', to: '2026-11-30' };

describe('a notice about the global of a period', () => {
  it('says a day once, in words', () => {
    expect(noticeText('global-late', DAILY, 'es-MX')).toMatch(
      /^La factura global del 1 de diciembre de 2026 de la sucursal Playas .* termina el 3 de diciembre de 2026, 00:00, hora/,
    );
    expect(noticeText('global-late', DAILY, 'en')).toMatch(/^The global invoice of December 1, 2026 of branch Playas /);
    expect(noticeText('global-locked', DAILY, 'es-MX')).toMatch(
      /^Hay ventas del 1 de diciembre de 2026 de la sucursal/,
    );
  });

  it('says where a longer one begins and ends', () => {
    expect(noticeText('global-late', MONTHLY, 'es-MX')).toMatch(
      /^La factura global del 1 de noviembre de 2026 al 30 de noviembre de 2026 de la sucursal Playas /,
    );
    expect(noticeText('global-late', MONTHLY, 'en')).toMatch(
      /^The global invoice from November 1, 2026 to November 30, 2026 of branch Playas /,
    );
  });
});

describe('a refusal', () => {
  it('says days and months in words, and amounts as they are', () => {
    const open = new Problem('global-period-open', { params: { date: '2026-12-01' } });
    expect(problemDetail(open, 'es-MX')).toMatch(/: desde el 1 de diciembre de 2026\.$/);
    const locked = new Problem('month-locked', { params: { month: '2026-11' } });
    expect(problemDetail(locked, 'es-MX')).toMatch(/^El mes de noviembre de 2026 está cerrado/);
    const ended = { code: 'csd-not-in-force', pointer: '', params: { validFrom: '2020-01-05', validTo: '2024-01-05' } };
    expect(faultDetail(ended, 'es-MX')).toContain('(5 de enero de 2020 – 5 de enero de 2024)');
    expect(noticeText('csd-expiring', { validTo: '2026-12-02T03:00:00.000Z' }, 'es-MX')).toContain(
      'vence el 1 de diciembre de 2026',
    );
  });

  it('leaves what looks like no day of the calendar as it was sent', () => {
    const odd = new Problem('global-period-open', { params: { date: '2026-13-41' } });
    expect(problemDetail(odd, 'es-MX')).toMatch(/desde el 2026-13-41\.$/);
  });
});
