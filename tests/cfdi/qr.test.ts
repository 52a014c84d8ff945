import { describe, expect, it } from 'vitest';
import type { Comprobante } from '../../server/cfdi/comprobante.ts';
import { qrUrl } from '../../server/cfdi/qr.ts';
import { EL_YUNQUE, NEVES, ticket, timbreOf } from '../support/cfdi-fixtures.ts';

function urlOf(changes: Partial<Comprobante>): string {
  const comprobante = ticket(changes);
  return qrUrl(comprobante, timbreOf(comprobante));
}

describe('the address of the QR', () => {
  it('is the SAT’s verification page with id, re, rr, tt and fe, in that order', () => {
    const sello = `${'A'.repeat(336)}rH8/bw==`;
    expect(urlOf({ sello })).toBe(
      'https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=A1B2C3D4-5E6F-4A7B-8C9D-000000001042&re=EKU9003173C9&rr=URE180429TM6&tt=527.0&fe=rH8/bw==',
    );
  });

  it('opens in a browser with & and Ñ in either RFC', () => {
    const url = urlOf({ emisor: EL_YUNQUE, receptor: NEVES });
    expect(url).toContain('&re=H%26E951128469&rr=RAQ%C3%917701212M3&');
    expect(new URL(url).searchParams.get('re')).toBe('H&E951128469');
    expect(new URL(url).searchParams.get('rr')).toBe('RAQÑ7701212M3');
  });

  it.each([
    ['1000.00', '1000.0'],
    ['1000', '1000.0'],
    ['123.45', '123.45'],
    ['0.10', '0.1'],
    ['1284.500000', '1284.5'],
    ['999999999999.990000', '999999999999.99'],
  ])('has a total of %s as %s: at least one decimal, no superfluous zeros', (total, tt) => {
    expect(new URL(urlOf({ total })).searchParams.get('tt')).toBe(tt);
  });
});
