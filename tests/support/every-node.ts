/** Documents that between them have every node and optional attribute of cfdv40.xsd, lawful in form: for the cadena and its oracle. */
import type { Comprobante, Concepto } from '../../server/cfdi/comprobante.ts';
import { CAFE_JACARANDA, comprobanteOf, INGRID_XODAR, IVA_16, ticket } from './cfdi-fixtures.ts';

const [COFFEE, MUG] = ticket().conceptos as readonly [Concepto, Concepto];

/** An import sold on commission, in parts, from a rented place: what no ticket of a café has. */
const EVERYTHING: Concepto = {
  ...MUG,
  noIdentificacion: 'TAZ & PLATO <1>',
  unidad: '  Pieza\u00a0suelta ',
  descripcion: 'Juego de té\t"Ñandú"\nde  importación 🫖',
  descuento: '8.448276',
  retenciones: [
    { base: '120.000000', impuesto: '001', tipoFactor: 'Tasa', tasaOCuota: '0.012500', importe: '1.500000' },
    { base: '120.000000', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.106667', importe: '12.800040' },
  ],
  aCuentaTerceros: {
    rfc: 'OÑO120726RX3',
    nombre: 'ORGANICOS ÑAVEZ OSORIO',
    regimenFiscal: '601',
    codigoPostal: '40501',
  },
  informacionAduanera: ['15  48  3009  0001234', '15  48  3009  0001235'],
  cuentaPredial: ['0123456789', '9876543210'],
  partes: [
    {
      claveProdServ: '52152101',
      noIdentificacion: 'TAZ-01',
      cantidad: '6',
      unidad: 'Pieza',
      descripcion: 'Taza',
      valorUnitario: '15.00',
      importe: '90.00',
      informacionAduanera: ['15  48  3009  0001236'],
    },
    { claveProdServ: '52152102', cantidad: '1', descripcion: 'Tetera', informacionAduanera: [] },
  ],
};

/** Each document by what it has. They need not add up: a cadena does not ask. */
export const EVERY_NODE: Readonly<Record<string, Comprobante>> = {
  'an ordinary ticket': ticket(),
  'every optional node and attribute of a concepto': ticket({ conceptos: [EVERYTHING, COFFEE] }),
  'every optional attribute of the document': ticket({
    condicionesDePago: ' Contado \n 30 días',
    descuento: '8.45',
    moneda: 'USD',
    tipoCambio: '18.4213',
    confirmacion: 'AB12C',
    emisor: { ...CAFE_JACARANDA, facAtrAdquirente: '0123456789' },
    receptor: {
      rfc: 'XEXX010101000',
      nombre: 'JANE  DOE & SONS',
      codigoPostal: '06700',
      residenciaFiscal: 'USA',
      numRegIdTrib: '121585958',
      regimenFiscal: '616',
      usoCfdi: 'S01',
    },
  }),
  'a global invoice': ticket({
    informacionGlobal: { periodicidad: '04', meses: '10', anio: '2026' },
    receptor: {
      rfc: 'XAXX010101000',
      nombre: 'PUBLICO EN GENERAL',
      codigoPostal: '06700',
      regimenFiscal: '616',
      usoCfdi: 'S01',
    },
  }),
  'several relations': ticket({
    tipoDeComprobante: 'E',
    cfdiRelacionados: [
      { tipoRelacion: '01', uuids: ['5C7B0622-01B4-4EB8-96D0-E0DEBD89FF0F', '6c7b0622-01b4-4eb8-96d0-e0debd89ff0f'] },
      { tipoRelacion: '04', uuids: ['7C7B0622-01B4-4EB8-96D0-E0DEBD89FF0F'] },
    ],
  }),
  'retenciones in the document': comprobanteOf(
    [
      {
        descripcion: 'Diseño de identidad gráfica',
        cantidad: '1',
        valorUnitario: '10000.000000',
        traslados: [IVA_16],
        retenciones: [
          { impuesto: '001', tasaOCuota: '0.012500' },
          { impuesto: '002', tasaOCuota: '0.106667' },
        ],
      },
    ],
    { emisor: INGRID_XODAR },
  ),
  'no taxes, serie or folio': withoutNumber(
    comprobanteOf([{ descripcion: 'Depósito', cantidad: '1', valorUnitario: '500.00' }]),
  ),
};

function withoutNumber({ serie: _serie, folio: _folio, ...rest }: Comprobante): Comprobante {
  return rest;
}
