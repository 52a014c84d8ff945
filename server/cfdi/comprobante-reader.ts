/** Reads a CFDI 4.0 file, ours or anybody's, into the tree of `comprobante.ts`, losing nothing that is sealed. */
import type {
  ACuentaTerceros,
  CfdiFile,
  CfdiRelacionados,
  Comprobante,
  Concepto,
  Impuestos,
  Parte,
  Retencion,
  Timbre,
  Traslado,
} from './comprobante.ts';
import { parseXml, type XmlElement } from './xml-tree.ts';

/** The parsed file, or why it is not a CFDI 4.0. */
export type ReadOutcome =
  | { readonly kind: 'cfdi'; readonly file: CfdiFile }
  /** Not XML, truncated, or not a cfdi:Comprobante 4.0; `detail` says what was found. */
  | { readonly kind: 'not-a-cfdi'; readonly detail: string };

const CFDI = 'http://www.sat.gob.mx/cfd/4';
const TFD = 'http://www.sat.gob.mx/TimbreFiscalDigital';

/** Reads the text of a CFDI file; a BOM is accepted. A file that lacks attributes required by the XSD is not a CFDI. */
export function readCfdi(xml: string): ReadOutcome {
  try {
    const root = parseXml(xml);
    if (root.local !== 'Comprobante' || root.uri !== CFDI)
      return notACfdi(`the root is ${root.name}, not cfdi:Comprobante of CFDI 4.0`);
    return {
      kind: 'cfdi',
      file: { comprobante: comprobante(root), timbres: timbres(root), complementos: complementos(root) },
    };
  } catch (error) {
    return notACfdi(error instanceof Error ? error.message : String(error));
  }
}

function notACfdi(detail: string): ReadOutcome {
  return { kind: 'not-a-cfdi', detail };
}

function required(element: XmlElement, name: string): string {
  const value = element.attributes.get(name);
  if (value === undefined) throw new Error(`${element.name} has no ${name}`);
  return value;
}

/** `{key: value}` for each attribute that is present, so that absent stays absent. */
function optional<Key extends string>(
  element: XmlElement,
  names: Readonly<Record<Key, string>>,
): { readonly [K in Key]?: string } {
  const found: { [K in Key]?: string } = {};
  for (const key in names) {
    const value = element.attributes.get(names[key]);
    if (value !== undefined) found[key] = value;
  }
  return found;
}

function child(element: XmlElement, local: string): XmlElement | undefined {
  return element.children.find((candidate) => candidate.local === local && candidate.uri === element.uri);
}

function all(element: XmlElement | undefined, local: string): readonly XmlElement[] {
  return element
    ? element.children.filter((candidate) => candidate.local === local && candidate.uri === element.uri)
    : [];
}

function one(element: XmlElement, local: string): XmlElement {
  const found = child(element, local);
  if (!found) throw new Error(`${element.name} has no ${local}`);
  return found;
}

function comprobante(root: XmlElement): Comprobante {
  const global = child(root, 'InformacionGlobal');
  const impuestos = child(root, 'Impuestos');
  const emisor = one(root, 'Emisor');
  const receptor = one(root, 'Receptor');
  return {
    version: required(root, 'Version'),
    fecha: required(root, 'Fecha'),
    subTotal: required(root, 'SubTotal'),
    moneda: required(root, 'Moneda'),
    total: required(root, 'Total'),
    tipoDeComprobante: required(root, 'TipoDeComprobante'),
    exportacion: required(root, 'Exportacion'),
    lugarExpedicion: required(root, 'LugarExpedicion'),
    ...optional(root, {
      serie: 'Serie',
      folio: 'Folio',
      sello: 'Sello',
      formaPago: 'FormaPago',
      noCertificado: 'NoCertificado',
      certificado: 'Certificado',
      condicionesDePago: 'CondicionesDePago',
      descuento: 'Descuento',
      tipoCambio: 'TipoCambio',
      metodoPago: 'MetodoPago',
      confirmacion: 'Confirmacion',
    }),
    ...(global && {
      informacionGlobal: {
        periodicidad: required(global, 'Periodicidad'),
        meses: required(global, 'Meses'),
        anio: required(global, 'Año'),
      },
    }),
    cfdiRelacionados: all(root, 'CfdiRelacionados').map(relacionados),
    emisor: {
      rfc: required(emisor, 'Rfc'),
      nombre: required(emisor, 'Nombre'),
      regimenFiscal: required(emisor, 'RegimenFiscal'),
      ...optional(emisor, { facAtrAdquirente: 'FacAtrAdquirente' }),
    },
    receptor: {
      rfc: required(receptor, 'Rfc'),
      nombre: required(receptor, 'Nombre'),
      codigoPostal: required(receptor, 'DomicilioFiscalReceptor'),
      regimenFiscal: required(receptor, 'RegimenFiscalReceptor'),
      usoCfdi: required(receptor, 'UsoCFDI'),
      ...optional(receptor, { residenciaFiscal: 'ResidenciaFiscal', numRegIdTrib: 'NumRegIdTrib' }),
    },
    conceptos: all(one(root, 'Conceptos'), 'Concepto').map(concepto),
    ...(impuestos && { impuestos: documentImpuestos(impuestos) }),
  };
}

function relacionados(element: XmlElement): CfdiRelacionados {
  return {
    tipoRelacion: required(element, 'TipoRelacion'),
    uuids: all(element, 'CfdiRelacionado').map((related) => required(related, 'UUID')),
  };
}

function concepto(element: XmlElement): Concepto {
  const impuestos = child(element, 'Impuestos');
  const third = child(element, 'ACuentaTerceros');
  return {
    claveProdServ: required(element, 'ClaveProdServ'),
    cantidad: required(element, 'Cantidad'),
    claveUnidad: required(element, 'ClaveUnidad'),
    descripcion: required(element, 'Descripcion'),
    valorUnitario: required(element, 'ValorUnitario'),
    importe: required(element, 'Importe'),
    objetoImp: required(element, 'ObjetoImp'),
    ...optional(element, { noIdentificacion: 'NoIdentificacion', unidad: 'Unidad', descuento: 'Descuento' }),
    traslados: all(impuestos && child(impuestos, 'Traslados'), 'Traslado').map(traslado),
    retenciones: all(impuestos && child(impuestos, 'Retenciones'), 'Retencion').map(retencion),
    ...(third && { aCuentaTerceros: aCuentaTerceros(third) }),
    informacionAduanera: pedimentos(element),
    cuentaPredial: all(element, 'CuentaPredial').map((predial) => required(predial, 'Numero')),
    partes: all(element, 'Parte').map(parte),
  };
}

function traslado(element: XmlElement): Traslado {
  return {
    base: required(element, 'Base'),
    impuesto: required(element, 'Impuesto'),
    tipoFactor: required(element, 'TipoFactor'),
    ...optional(element, { tasaOCuota: 'TasaOCuota', importe: 'Importe' }),
  };
}

function retencion(element: XmlElement): Retencion {
  return {
    base: required(element, 'Base'),
    impuesto: required(element, 'Impuesto'),
    tipoFactor: required(element, 'TipoFactor'),
    tasaOCuota: required(element, 'TasaOCuota'),
    importe: required(element, 'Importe'),
  };
}

function aCuentaTerceros(element: XmlElement): ACuentaTerceros {
  return {
    rfc: required(element, 'RfcACuentaTerceros'),
    nombre: required(element, 'NombreACuentaTerceros'),
    regimenFiscal: required(element, 'RegimenFiscalACuentaTerceros'),
    codigoPostal: required(element, 'DomicilioFiscalACuentaTerceros'),
  };
}

function pedimentos(element: XmlElement): readonly string[] {
  return all(element, 'InformacionAduanera').map((aduana) => required(aduana, 'NumeroPedimento'));
}

function parte(element: XmlElement): Parte {
  return {
    claveProdServ: required(element, 'ClaveProdServ'),
    cantidad: required(element, 'Cantidad'),
    descripcion: required(element, 'Descripcion'),
    ...optional(element, {
      noIdentificacion: 'NoIdentificacion',
      unidad: 'Unidad',
      valorUnitario: 'ValorUnitario',
      importe: 'Importe',
    }),
    informacionAduanera: pedimentos(element),
  };
}

function documentImpuestos(element: XmlElement): Impuestos {
  return {
    ...optional(element, {
      totalImpuestosRetenidos: 'TotalImpuestosRetenidos',
      totalImpuestosTrasladados: 'TotalImpuestosTrasladados',
    }),
    retenciones: all(child(element, 'Retenciones'), 'Retencion').map((r) => ({
      impuesto: required(r, 'Impuesto'),
      importe: required(r, 'Importe'),
    })),
    traslados: all(child(element, 'Traslados'), 'Traslado').map(traslado),
  };
}

function complementChildren(root: XmlElement): readonly XmlElement[] {
  return all(root, 'Complemento').flatMap((complemento) => complemento.children);
}

function isTimbre({ uri, local }: XmlElement): boolean {
  return uri === TFD && local === 'TimbreFiscalDigital';
}

function timbres(root: XmlElement): readonly Timbre[] {
  return complementChildren(root)
    .filter(isTimbre)
    .map((element) => ({
      version: required(element, 'Version'),
      uuid: required(element, 'UUID'),
      fechaTimbrado: required(element, 'FechaTimbrado'),
      rfcProvCertif: required(element, 'RfcProvCertif'),
      ...optional(element, { leyenda: 'Leyenda' }),
      selloCfd: required(element, 'SelloCFD'),
      noCertificadoSat: required(element, 'NoCertificadoSAT'),
      selloSat: required(element, 'SelloSAT'),
    }));
}

function complementos(root: XmlElement): readonly string[] {
  const inConceptos = all(child(root, 'Conceptos'), 'Concepto').flatMap((c) =>
    all(c, 'ComplementoConcepto').flatMap((found) => found.children),
  );
  const inDocument = complementChildren(root).filter((element) => !isTimbre(element));
  return [...inDocument, ...inConceptos].map((element) => element.name);
}
