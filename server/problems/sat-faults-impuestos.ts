/** CFDI40201–40222: the document's own Impuestos and its complement (matriz de errores CFDI 4.0, 2024-12-13). */
import { type SatFault, us } from './sat-fault.ts';

const SIN_RETENIDOS = us(
  'Hay retenciones y falta TotalImpuestosRetenidos.',
  'There are retenciones, and TotalImpuestosRetenidos is missing.',
);
const BASE = us(
  'La Base del traslado no es la suma redondeada de las bases de los conceptos con ese impuesto.',
  'The Base of the Traslado is not the rounded sum of the conceptos’ bases with that tax.',
);

/** Faults by the SAT's code. */
export const IMPUESTO_FAULTS: Readonly<Record<string, SatFault>> = {
  CFDI40201: us('Un comprobante T o P no lleva Impuestos.', 'A T or P must not have Impuestos.'),
  CFDI40202: us(
    'TotalImpuestosRetenidos tiene más decimales que la moneda.',
    'TotalImpuestosRetenidos has more decimals than the currency.',
  ),
  CFDI40203: us(
    'TotalImpuestosRetenidos no es la suma de las retenciones del documento.',
    'TotalImpuestosRetenidos is not the sum of the document’s retenciones.',
  ),
  CFDI40204: us(
    'TotalImpuestosTrasladados tiene más decimales que la moneda.',
    'TotalImpuestosTrasladados has more decimals than the currency.',
  ),
  CFDI40205: us(
    'TotalImpuestosTrasladados no es la suma de los traslados del documento.',
    'TotalImpuestosTrasladados is not the sum of the document’s traslados.',
  ),
  CFDI40206: SIN_RETENIDOS,
  CFDI40207: us(
    'El Impuesto de la retención no está en c_Impuesto.',
    'The Impuesto of the Retencion is not in c_Impuesto.',
  ),
  CFDI40208: us(
    'Hay más de una retención del mismo impuesto en el documento.',
    'The document has more than one Retencion of the same tax.',
  ),
  CFDI40209: SIN_RETENIDOS,
  CFDI40210: us(
    'El Importe de la retención tiene más decimales que la moneda.',
    'The Importe of the Retencion has more decimals than the currency.',
  ),
  CFDI40211: us(
    'El Importe de la retención no es la suma redondeada de las retenciones de los conceptos.',
    'The Importe of the Retencion is not the rounded sum of the conceptos’ retenciones.',
  ),
  CFDI40212: us(
    'Hay traslados que no son exentos y falta TotalImpuestosTrasladados.',
    'There are traslados that are not Exento, and TotalImpuestosTrasladados is missing.',
  ),
  CFDI40213: us(
    'Un traslado Exento del documento solo lleva Base, Impuesto y TipoFactor; si todos lo son, no hay TotalImpuestosTrasladados.',
    'A Traslado of the document that is Exento has only Base, Impuesto and TipoFactor; if all of them are, there is no TotalImpuestosTrasladados.',
  ),
  CFDI40214: us(
    'La Base del traslado tiene más decimales que la moneda.',
    'The Base of the Traslado has more decimals than the currency.',
  ),
  CFDI40215: BASE,
  CFDI40216: BASE,
  CFDI40217: us(
    'El Impuesto del traslado no está en c_Impuesto.',
    'The Impuesto of the Traslado is not in c_Impuesto.',
  ),
  CFDI40218: us(
    'Hay más de un traslado con el mismo impuesto, factor y tasa en el documento.',
    'The document has more than one Traslado with the same tax, factor and rate.',
  ),
  CFDI40219: us(
    'La TasaOCuota del traslado no está en c_TasaOCuota, con sus seis decimales.',
    'The TasaOCuota of the Traslado is not in c_TasaOCuota, with its six decimals.',
  ),
  CFDI40220: us(
    'El Importe del traslado tiene más decimales que la moneda.',
    'The Importe of the Traslado has more decimals than the currency.',
  ),
  CFDI40221: us(
    'El Importe del traslado no es la suma redondeada de los traslados de los conceptos con ese impuesto y tasa.',
    'The Importe of the Traslado is not the rounded sum of the conceptos’ traslados with that tax and rate.',
  ),
  CFDI40222: us(
    'El complemento de Comercio Exterior no va con Exportacion 01 ni 03.',
    'The Comercio Exterior complement must not be used with Exportacion 01 or 03.',
  ),
};
