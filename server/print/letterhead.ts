/** The upper part of the first page: logo, kind of document, issuer and receptor, folio fiscal, and how it was paid. */
import type { Column, Content } from 'pdfmake/interfaces.js';
import { exportacion } from '../catalogs/exportacion.ts';
import { formaPago } from '../catalogs/forma-pago.ts';
import { mes } from '../catalogs/meses.ts';
import { metodoPago } from '../catalogs/metodo-pago.ts';
import { moneda } from '../catalogs/moneda.ts';
import { periodicidad } from '../catalogs/periodicidad.ts';
import { regimenFiscal } from '../catalogs/regimen-fiscal.ts';
import { tipoDeComprobante } from '../catalogs/tipo-de-comprobante.ts';
import { tipoRelacion } from '../catalogs/tipo-relacion.ts';
import { usoCfdi } from '../catalogs/uso-cfdi.ts';
import type { CfdiRelacionados, Comprobante, InformacionGlobal } from '../cfdi/comprobante.ts';
import { longDate, named, quantity } from './figures.ts';
import { WIDTH } from './paper.ts';
import { described, tagged } from './tags.ts';

/**
 * What the customer knows the purchase by and the XML does not contain: the trade name and the tickets' own numbers. They are not fiscal
 * data, so the caller passes them, like the logo; without them the paper shows only the XML.
 */
export type PrintShop = {
  readonly tradeName: string;
  /** «compra», «consumo»: the noun of the trade. */
  readonly noun: string;
  readonly folios: readonly string[];
};

const CELL_GAP = 12;
const CELL = (WIDTH - 3 * CELL_GAP) / 4;

const TITLES: Readonly<Record<string, string>> = {
  I: 'Factura',
  E: 'Nota de crédito',
  P: 'Recibo de pago',
  T: 'Traslado',
  N: 'Recibo de nómina',
};

/** «Factura», «Nota de crédito», «Factura global»…: what people call the document. */
export function documentTitle(c: Comprobante): string {
  return c.informacionGlobal ? 'Factura global' : (TITLES[c.tipoDeComprobante] ?? 'Comprobante');
}

/** `CJ-1042`; empty if the document has neither serie nor folio. */
export function serieFolio(c: Comprobante): string {
  return [c.serie, c.folio].filter(Boolean).join('-');
}

/** Everything above the concepts. `logo` is a name in the document's images; without it the merchant's name takes its place. */
export function letterhead(
  c: Comprobante,
  uuid: string | undefined,
  { primary, logo, shop }: { primary: string; logo?: string; shop?: PrintShop },
): Content[] {
  return [
    {
      columns: [
        { stack: masthead(shop?.tradeName ?? c.emisor.nombre, logo, shop) },
        {
          width: 240,
          alignment: 'right',
          stack: [
            tagged('H1', { text: documentTitle(c), style: 'title' }),
            { text: serieFolio(c), style: 'serieFolio' },
            { text: longDate(c.fecha), margin: [0, 2, 0, 0] },
            ...(shop ? soldUnder(shop) : []),
          ],
        },
      ],
    },
    { canvas: [{ type: 'rect', x: 0, y: 0, w: WIDTH, h: 1.6, color: primary }], margin: [0, 8, 0, 8] },
    { columns: [{ stack: emisor(c) }, { stack: receptor(c) }], columnGap: 24 },
    grid(documentData(c, uuid)),
    ...extras(c),
  ];
}

/** The name that customers know: under the logo, or in its place. */
function masthead(name: string, logo: string | undefined, shop: PrintShop | undefined): Content[] {
  if (!logo) return [{ text: name, fontSize: 14, bold: true }];
  return [
    described(name, { image: logo, fit: [200, 56] as [number, number] }),
    ...(shop ? [{ text: name, bold: true, margin: spaced(3) }] : []),
  ];
}

const SHOWN_FOLIOS = 6;

/** «Tu compra: CJ-1042», the number on the ticket in the customer's hand; of many, the first and how many more. */
function soldUnder({ noun, folios }: PrintShop): Content[] {
  if (folios.length === 0) return [];
  const more = folios.length - SHOWN_FOLIOS;
  const listed = folios.slice(0, SHOWN_FOLIOS).join(', ') + (more > 0 ? ` y ${more} más` : '');
  return [{ text: `${folios.length === 1 ? `Tu ${noun}` : `Tus ${noun}s`}: ${listed}` }];
}

function emisor({ emisor: e, lugarExpedicion }: Comprobante): Content[] {
  return [
    label('Emisor'),
    { text: e.nombre, style: 'name' },
    `RFC ${e.rfc}`,
    `Régimen fiscal ${named(e.regimenFiscal, regimenFiscal(e.regimenFiscal)?.texto)}`,
    `Lugar de expedición C.P. ${lugarExpedicion}`,
    ...(e.facAtrAdquirente ? [`Número de operación del adquirente ${e.facAtrAdquirente}`] : []),
  ];
}

function receptor({ receptor: r }: Comprobante): Content[] {
  return [
    label('Receptor'),
    { text: r.nombre, style: 'name' },
    `RFC ${r.rfc}`,
    `Régimen fiscal ${named(r.regimenFiscal, regimenFiscal(r.regimenFiscal)?.texto)}`,
    `Domicilio fiscal C.P. ${r.codigoPostal}`,
    `Uso del CFDI ${named(r.usoCfdi, usoCfdi(r.usoCfdi)?.texto)}`,
    ...(r.residenciaFiscal ? [`Residencia fiscal ${r.residenciaFiscal}`] : []),
    ...(r.numRegIdTrib ? [`Registro de identidad tributaria ${r.numRegIdTrib}`] : []),
  ];
}

type Datum = readonly [
  label: string,
  value: string | undefined,
  look?: { readonly style: string; readonly columns: 2 },
];

function documentData(c: Comprobante, uuid: string | undefined): readonly Datum[] {
  const currency = named(c.moneda, moneda(c.moneda)?.texto);
  return [
    ['Folio fiscal', uuid, { style: 'uuid', columns: 2 }],
    ['Fecha y hora de expedición', c.fecha],
    ['Moneda', c.tipoCambio ? `${currency}, tipo de cambio ${quantity(c.tipoCambio)}` : currency],
    ['Forma de pago', c.formaPago && named(c.formaPago, formaPago(c.formaPago)?.texto)],
    ['Método de pago', c.metodoPago && named(c.metodoPago, metodoPago(c.metodoPago)?.texto)],
    ['Tipo de comprobante', named(c.tipoDeComprobante, tipoDeComprobante(c.tipoDeComprobante)?.texto)],
    ['Exportación', named(c.exportacion, exportacion(c.exportacion)?.texto)],
    ['Condiciones de pago', c.condicionesDePago],
    ['Confirmación', c.confirmacion],
  ];
}

/** Label over value, four to a row, the folio fiscal two columns wide; what the XML leaves out leaves no hole. */
function grid(data: readonly Datum[]): Content {
  const rows: Column[][] = [];
  let free = 0;
  for (const [name, value, look] of data) {
    if (!value) continue;
    const columns = look?.columns ?? 1;
    if (free < columns) {
      rows.push([]);
      free = 4;
    }
    free -= columns;
    const width = columns * CELL + (columns - 1) * CELL_GAP;
    const text = look ? { text: value, style: look.style, noWrap: true } : value;
    rows.at(-1)?.push({ width, stack: [label(name), text] });
  }
  return {
    stack: rows.map((columns): Content => ({ columns, columnGap: CELL_GAP, margin: [0, 0, 0, 4] })),
    margin: spaced(),
  };
}

function extras(c: Comprobante): Content[] {
  return [
    ...(c.informacionGlobal ? [informacionGlobal(c.informacionGlobal)] : []),
    ...c.cfdiRelacionados.map(relacionados),
  ];
}

function informacionGlobal(global: InformacionGlobal): Content {
  const often = named(global.periodicidad, periodicidad(global.periodicidad)?.texto);
  const months = named(global.meses, mes(global.meses)?.texto);
  return grid([
    ['Periodicidad', often],
    ['Meses', months],
    ['Año', global.anio],
  ]);
}

function relacionados({ tipoRelacion: clave, uuids }: CfdiRelacionados): Content {
  const heading = `CFDI relacionados: ${named(clave, tipoRelacion(clave)?.texto)}`;
  return { stack: [label(heading), ...uuids.map((uuid) => ({ text: uuid, noWrap: true }))], margin: spaced() };
}

function label(text: string): Content {
  return { text, style: 'label' };
}

function spaced(above = 8): [number, number, number, number] {
  return [0, above, 0, 0];
}
