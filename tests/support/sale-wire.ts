/** A sale as a till sends it: La Milpa's two breakfasts, 348.00. Changes replace whatever they name, `undefined` removes it. */
import { parseSale } from '../../server/sales/sale-wire.ts';

const IVA_16 = { tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' };

export const BREAKFAST = {
  claveProdServ: '90101501',
  noIdentificacion: 'DES-02',
  descripcion: 'Desayuno completo',
  claveUnidad: 'E48',
  unidad: 'Servicio',
  cantidad: '2',
  valorUnitario: '174.00',
  objetoImp: '02',
  impuestos: [IVA_16],
};

/** The whole sale in JSON. */
export function saleJson(changes: object = {}): object {
  const sale = {
    folio: 'LM-2201',
    date: '2026-11-20T09:12:00-06:00',
    total: '348.00',
    formaPago: '28',
    conceptos: [BREAKFAST],
    ...changes,
  };
  return JSON.parse(JSON.stringify(sale));
}

/** The same with its only concepto changed. */
export function lineJson(changes: object, sale: object = {}): object {
  return saleJson({ conceptos: [{ ...BREAKFAST, ...changes }], ...sale });
}

/** What a sale is refused for: `code pointer`, in order. */
export function faultsOf(json: unknown): readonly string[] {
  const outcome = parseSale(json);
  return outcome.kind === 'faults' ? outcome.faults.map(({ code, pointer }) => `${code} ${pointer}`) : [];
}
