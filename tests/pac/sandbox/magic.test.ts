import { describe, expect, it } from 'vitest';
import { parseRfc } from '../../../server/cfdi/rfc.ts';
import { FAULTS, parseControl } from '../../../server/pac/sandbox/faults.ts';
import { isMagicRfc, MAGIC, magicOf } from '../../../server/pac/sandbox/magic.ts';
import { matchReceptor, TAXPAYERS } from '../../../server/pac/sandbox/taxpayers.ts';
import { markedTicket, ticket, UNIVERSIDAD } from './sealed-ticket.ts';

describe('magic receptors', () => {
  it('are RFCs that any form accepts, and none of them is a taxpayer of the table', () => {
    for (const { rfc } of MAGIC) {
      expect(parseRfc(rfc)).toBe(rfc);
      expect(TAXPAYERS.has(rfc)).toBe(false);
      expect(isMagicRfc(rfc)).toBe(true);
    }
    expect(parseRfc('SIM010101145')).toBe('SIM010101145');
    expect(parseRfc('SIMU010101161')).toBe('SIMU010101161');
  });

  it('trigger a refusal with any rule of the matrix by their last three digits', () => {
    const ofRfc = (rfc: string) => magicOf(ticket({ receptor: { ...UNIVERSIDAD, rfc } }));
    expect(ofRfc('SIM010101145')).toEqual([{ fault: 'reject', code: 'CFDI40145' }]);
    expect(ofRfc('SIMU010101161')).toEqual([{ fault: 'reject', code: 'CFDI40161' }]);
    expect(ofRfc('URE180429TM6')).toEqual([]);
  });

  it('match with any name and postal code, so that only their fault takes effect', () => {
    expect(matchReceptor({ ...UNIVERSIDAD, rfc: 'PER010101SI0', nombre: 'QUIEN SEA', codigoPostal: '06700' })).toEqual({
      rfc: 'match',
      nombre: 'match',
      codigoPostal: 'match',
      regimenFiscal: 'match',
    });
  });

  it('cover every fault except those that need a clock or a duration', () => {
    const covered = new Set(MAGIC.flatMap(({ faults }) => faults));
    expect(Object.keys(FAULTS).filter((name) => !covered.has(name as keyof typeof FAULTS))).toEqual([
      'delay',
      'reject',
      'clock',
    ]);
  });
});

describe('a magic article triggers its fault:', () => {
  it.each([
    ['SIM-RESPUESTA-PERDIDA', [{ fault: 'lose-answer' }]],
    ['SIM-307-VACIO', [{ fault: 'lose-answer' }, { fault: 'empty-307' }]],
    ['SIM-RECHAZO-CFDI40148', [{ fault: 'reject', code: 'CFDI40148' }]],
    ['SIM-RECHAZO-303', [{ fault: 'reject', code: '303' }]],
    ['TAZA-01', []],
  ])('%s', (marker, faults) => {
    expect(magicOf(markedTicket(marker))).toEqual(faults);
  });
});

describe('control', () => {
  it.each([
    [{ fault: 'explode' }, /error-before/],
    [{ fault: 'reject' }, /needs a code/],
    [{ fault: 'reject', code: 'nope' }, /code/],
    [{ fault: 'delay' }, /needs delayMs/],
    [{ fault: 'clock' }, /needs offsetMs/],
    [{ fault: 'html', times: 0 }, /times/],
    [{ fault: 'html', tiems: 1 }, /tiems/],
    ['html', /object/],
  ])('refuses %j and says why', (body, detail) => {
    const parsed = parseControl(body);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.detail).toMatch(detail);
  });
});
