import { describe, expect, it } from 'vitest';
import type { Motivo } from '../../server/invoicing/cancellation.ts';
import { motivoFaults, type Substitute } from '../../server/invoicing/cancellation-motivo.ts';
import { ticket } from '../support/cfdi-fixtures.ts';

const OLD = { uuid: '62B00C5E-4187-4336-B569-44E0030DC729', comprobante: ticket() };
const NEW = '66EA0F5A-1D2B-4C3D-8E4F-5A6B7C8D9E0F';

function substitute(tipoRelacion = '04', replaced = OLD.uuid.toLowerCase(), isLive = true): Substitute {
  return { uuid: NEW, comprobante: ticket({ cfdiRelacionados: [{ tipoRelacion, uuids: [replaced] }] }), isLive };
}

const codes = (motivo: Motivo, wanted = false, found?: Substitute, cancelled = OLD) =>
  motivoFaults(cancelled, motivo, wanted, found).map(({ code, pointer }) => `${code} ${pointer}`);

describe('a motivo', () => {
  it.each<[Motivo, boolean]>([
    ['01', true],
    ['02', false],
    ['03', false],
  ])('%s is accepted for a customer’s invoice', (motivo, wanted) => {
    expect(codes(motivo, wanted, wanted ? substitute() : undefined)).toEqual([]);
  });

  it('04 is accepted for a global invoice, and for no other', () => {
    const informacionGlobal = { periodicidad: '04', meses: '11', anio: '2026' };
    expect(codes('04', false, undefined, { ...OLD, comprobante: ticket({ informacionGlobal }) })).toEqual([]);
    expect(codes('04')).toEqual(['motivo-only-global /motivo']);
  });

  it('01 without a substitute is refused', () => {
    expect(codes('01')).toEqual(['substitute-missing /substitute']);
  });

  it.each<Motivo>(['02', '03'])('%s with a substitute is refused', (motivo) => {
    expect(codes(motivo, true, substitute())).toEqual(['substitute-only-01 /substitute']);
  });

  it.each<[string, Substitute | undefined, string]>([
    ['nobody knows', undefined, 'substitute-unknown'],
    ['is cancelled itself', substitute('04', OLD.uuid, false), 'substitute-not-live'],
    ['relates to it in another way', substitute('01'), 'substitute-not-related'],
    ['replaces another', substitute('04', NEW), 'substitute-not-related'],
    ['is itself', { ...substitute(), uuid: OLD.uuid }, 'substitute-not-related'],
  ])('01 with a substitute that %s is refused', (_, found, code) => {
    expect(codes('01', true, found)).toEqual([`${code} /substitute`]);
  });
});
