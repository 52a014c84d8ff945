/**
 * Writes a Comprobante as CFDI 4.0 XML, with elements in the order of cfdv40.xsd. Written by hand, because it is one fixed tree on
 * the path of every stamp (performance goal 2); a test parses generated documents back to the same tree.
 */
import type { Comprobante, Concepto, Impuestos, Parte, Traslado } from './comprobante.ts';

const NAMESPACES =
  ' xmlns:cfdi="http://www.sat.gob.mx/cfd/4" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
  ' xsi:schemaLocation="http://www.sat.gob.mx/cfd/4 http://www.sat.gob.mx/sitio_internet/cfd/4/cfdv40.xsd"';

/** UTF-8 XML without BOM, on one line. `undefined` attributes are left out; complements are never written. */
export function comprobanteXml(c: Comprobante): string {
  const root = attributes([
    ['Version', c.version],
    ['Serie', c.serie],
    ['Folio', c.folio],
    ['Fecha', c.fecha],
    ['Sello', c.sello],
    ['FormaPago', c.formaPago],
    ['NoCertificado', c.noCertificado],
    ['Certificado', c.certificado],
    ['CondicionesDePago', c.condicionesDePago],
    ['SubTotal', c.subTotal],
    ['Descuento', c.descuento],
    ['Moneda', c.moneda],
    ['TipoCambio', c.tipoCambio],
    ['Total', c.total],
    ['TipoDeComprobante', c.tipoDeComprobante],
    ['Exportacion', c.exportacion],
    ['MetodoPago', c.metodoPago],
    ['LugarExpedicion', c.lugarExpedicion],
    ['Confirmacion', c.confirmacion],
  ]);
  return (
    `<?xml version="1.0" encoding="UTF-8"?><cfdi:Comprobante${NAMESPACES}${root}>` +
    informacionGlobal(c) +
    relacionados(c) +
    emisor(c) +
    receptor(c) +
    `<cfdi:Conceptos>${c.conceptos.map(concepto).join('')}</cfdi:Conceptos>` +
    (c.impuestos ? documentImpuestos(c.impuestos) : '') +
    '</cfdi:Comprobante>'
  );
}

type Attributes = readonly (readonly [name: string, value: string | undefined])[];

/** ` Name="value"` for each value that is present. */
export function attributes(pairs: Attributes): string {
  let text = '';
  for (const [name, value] of pairs) if (value !== undefined) text += ` ${name}="${escapeAttribute(value)}"`;
  return text;
}

function element(name: string, pairs: Attributes, children = ''): string {
  return children ? `<${name}${attributes(pairs)}>${children}</${name}>` : `<${name}${attributes(pairs)}/>`;
}

function informacionGlobal({ informacionGlobal: global }: Comprobante): string {
  if (!global) return '';
  return element('cfdi:InformacionGlobal', [
    ['Periodicidad', global.periodicidad],
    ['Meses', global.meses],
    ['Año', global.anio],
  ]);
}

function relacionados(c: Comprobante): string {
  return c.cfdiRelacionados
    .map(({ tipoRelacion, uuids }) =>
      element(
        'cfdi:CfdiRelacionados',
        [['TipoRelacion', tipoRelacion]],
        uuids.map((uuid) => element('cfdi:CfdiRelacionado', [['UUID', uuid]])).join(''),
      ),
    )
    .join('');
}

function emisor({ emisor: e }: Comprobante): string {
  return element('cfdi:Emisor', [
    ['Rfc', e.rfc],
    ['Nombre', e.nombre],
    ['RegimenFiscal', e.regimenFiscal],
    ['FacAtrAdquirente', e.facAtrAdquirente],
  ]);
}

function receptor({ receptor: r }: Comprobante): string {
  return element('cfdi:Receptor', [
    ['Rfc', r.rfc],
    ['Nombre', r.nombre],
    ['DomicilioFiscalReceptor', r.codigoPostal],
    ['ResidenciaFiscal', r.residenciaFiscal],
    ['NumRegIdTrib', r.numRegIdTrib],
    ['RegimenFiscalReceptor', r.regimenFiscal],
    ['UsoCFDI', r.usoCfdi],
  ]);
}

function concepto(c: Concepto): string {
  const children =
    conceptoImpuestos(c) +
    (c.aCuentaTerceros
      ? element('cfdi:ACuentaTerceros', [
          ['RfcACuentaTerceros', c.aCuentaTerceros.rfc],
          ['NombreACuentaTerceros', c.aCuentaTerceros.nombre],
          ['RegimenFiscalACuentaTerceros', c.aCuentaTerceros.regimenFiscal],
          ['DomicilioFiscalACuentaTerceros', c.aCuentaTerceros.codigoPostal],
        ])
      : '') +
    aduanas(c.informacionAduanera) +
    c.cuentaPredial.map((numero) => element('cfdi:CuentaPredial', [['Numero', numero]])).join('') +
    c.partes.map(parte).join('');
  return element(
    'cfdi:Concepto',
    [
      ['ClaveProdServ', c.claveProdServ],
      ['NoIdentificacion', c.noIdentificacion],
      ['Cantidad', c.cantidad],
      ['ClaveUnidad', c.claveUnidad],
      ['Unidad', c.unidad],
      ['Descripcion', c.descripcion],
      ['ValorUnitario', c.valorUnitario],
      ['Importe', c.importe],
      ['Descuento', c.descuento],
      ['ObjetoImp', c.objetoImp],
    ],
    children,
  );
}

// Inside a concepto Traslados come before Retenciones; in the document's Impuestos it is the other way round.
function conceptoImpuestos({ traslados, retenciones }: Concepto): string {
  if (traslados.length + retenciones.length === 0) return '';
  return `<cfdi:Impuestos>${list('Traslados', traslados.map(traslado))}${list('Retenciones', retenciones.map(retencion))}</cfdi:Impuestos>`;
}

function documentImpuestos(impuestos: Impuestos): string {
  const retenciones = impuestos.retenciones.map((r) =>
    element('cfdi:Retencion', [
      ['Impuesto', r.impuesto],
      ['Importe', r.importe],
    ]),
  );
  return element(
    'cfdi:Impuestos',
    [
      ['TotalImpuestosRetenidos', impuestos.totalImpuestosRetenidos],
      ['TotalImpuestosTrasladados', impuestos.totalImpuestosTrasladados],
    ],
    list('Retenciones', retenciones) + list('Traslados', impuestos.traslados.map(traslado)),
  );
}

function list(name: string, items: readonly string[]): string {
  return items.length ? `<cfdi:${name}>${items.join('')}</cfdi:${name}>` : '';
}

function impuestoAttributes(t: Traslado): Attributes {
  return [
    ['Base', t.base],
    ['Impuesto', t.impuesto],
    ['TipoFactor', t.tipoFactor],
    ['TasaOCuota', t.tasaOCuota],
    ['Importe', t.importe],
  ];
}

function traslado(t: Traslado): string {
  return element('cfdi:Traslado', impuestoAttributes(t));
}

function retencion(r: Traslado): string {
  return element('cfdi:Retencion', impuestoAttributes(r));
}

function aduanas(pedimentos: readonly string[]): string {
  return pedimentos.map((numero) => element('cfdi:InformacionAduanera', [['NumeroPedimento', numero]])).join('');
}

function parte(p: Parte): string {
  return element(
    'cfdi:Parte',
    [
      ['ClaveProdServ', p.claveProdServ],
      ['NoIdentificacion', p.noIdentificacion],
      ['Cantidad', p.cantidad],
      ['Unidad', p.unidad],
      ['Descripcion', p.descripcion],
      ['ValorUnitario', p.valorUnitario],
      ['Importe', p.importe],
    ],
    aduanas(p.informacionAduanera),
  );
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
const SPECIAL = /[&<>"\t\n\r]/;

function escapeAttribute(value: string): string {
  return SPECIAL.test(value) ? value.replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] as string) : value;
}
