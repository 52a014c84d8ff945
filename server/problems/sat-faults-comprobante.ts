/** CFDI40101–40142 and 40999: the document itself, its emisor, the global invoice (matriz de errores CFDI 4.0, 2024-12-13). */
import { merchant, type SatFault, us } from './sat-fault.ts';

/** Faults by the SAT's code. */
export const COMPROBANTE_FAULTS: Readonly<Record<string, SatFault>> = {
  CFDI40101: us(
    'Fecha debe ser la hora local de LugarExpedicion, AAAA-MM-DDThh:mm:ss, sin zona.',
    'Fecha must be the local time of LugarExpedicion, YYYY-MM-DDThh:mm:ss, without a zone.',
  ),
  CFDI40102: us(
    'El sello no corresponde al contenido: el documento cambió después de sellarse, o se selló con otro certificado.',
    'The seal does not match the content: the document changed after it was sealed, or was sealed with another certificate.',
  ),
  CFDI40103: us('FormaPago no debe existir en un comprobante T, P o N.', 'FormaPago must not exist in a T, P or N.'),
  CFDI40104: us('FormaPago no está en c_FormaPago.', 'FormaPago is not in c_FormaPago.'),
  CFDI40105: us('Con MetodoPago PPD, FormaPago debe ser 99.', 'With MetodoPago PPD, FormaPago must be 99.'),
  CFDI40106: us(
    'El certificado del comprobante no se puede leer o no es válido.',
    'The certificate in the document cannot be read or is not valid.',
  ),
  CFDI40107: us('SubTotal tiene más decimales que la moneda.', 'SubTotal has more decimals than the currency.'),
  CFDI40108: us(
    'SubTotal no es la suma redondeada de los importes de los conceptos.',
    'SubTotal is not the rounded sum of the conceptos’ Importe.',
  ),
  CFDI40109: us('SubTotal debe ser 0 en un comprobante T o P.', 'SubTotal must be 0 in a T or P.'),
  CFDI40110: us('Descuento es mayor que SubTotal.', 'Descuento is greater than SubTotal.'),
  CFDI40111: us(
    'Descuento no es la suma redondeada de los descuentos de los conceptos, o sobra.',
    'Descuento is not the rounded sum of the conceptos’ Descuento, or should not be there.',
  ),
  CFDI40112: us('Descuento tiene más decimales que la moneda.', 'Descuento has more decimals than the currency.'),
  CFDI40113: us('Moneda no está en c_Moneda.', 'Moneda is not in c_Moneda.'),
  CFDI40114: us('Con Moneda MXN, TipoCambio se omite o es 1.', 'With Moneda MXN, TipoCambio is left out or is 1.'),
  CFDI40115: us(
    'Falta TipoCambio: la moneda no es MXN ni XXX.',
    'TipoCambio is missing: Moneda is neither MXN nor XXX.',
  ),
  CFDI40116: us('Con Moneda XXX no debe existir TipoCambio.', 'With Moneda XXX there must be no TipoCambio.'),
  CFDI40117: us(
    'TipoCambio debe ser mayor que 0 y tener hasta 6 decimales.',
    'TipoCambio must be greater than 0, with up to 6 decimals.',
  ),
  CFDI40118: us(
    'TipoCambio está fuera de los límites y falta Confirmacion.',
    'TipoCambio is outside its limits, and Confirmacion is missing.',
  ),
  CFDI40119: us(
    'Total no es SubTotal − Descuento + impuestos trasladados − impuestos retenidos.',
    'Total is not SubTotal − Descuento + impuestos trasladados − impuestos retenidos.',
  ),
  CFDI40120: us(
    'Total rebasa el límite del SAT y falta Confirmacion.',
    'Total exceeds the SAT’s limit, and Confirmacion is missing.',
  ),
  CFDI40121: us('TipoDeComprobante no está en c_TipoDeComprobante.', 'TipoDeComprobante is not in its catalogue.'),
  CFDI40122: us(
    'Exportacion 02 exige el complemento de Comercio Exterior.',
    'Exportacion 02 needs the Comercio Exterior complement.',
  ),
  CFDI40123: us('Exportacion no está en c_Exportacion.', 'Exportacion is not in c_Exportacion.'),
  CFDI40124: us('MetodoPago no está en c_MetodoPago.', 'MetodoPago is not in c_MetodoPago.'),
  CFDI40125: us('MetodoPago no debe existir en un comprobante T o P.', 'MetodoPago must not exist in a T or P.'),
  CFDI40126: merchant(
    'LugarExpedicion no está en c_CodigoPostal: revisa el código postal de la sucursal.',
    'LugarExpedicion is not in c_CodigoPostal: check the branch’s postal code.',
  ),
  CFDI40127: us(
    'Confirmacion sobra: nada está fuera de límites.',
    'Confirmacion is not needed: nothing is outside the limits.',
  ),
  CFDI40128: us('La clave de Confirmacion no es válida.', 'The Confirmacion key is not valid.'),
  CFDI40129: us('La clave de Confirmacion ya se usó.', 'The Confirmacion key was already used.'),
  CFDI40130: us(
    'Falta InformacionGlobal: el receptor es PUBLICO EN GENERAL.',
    'InformacionGlobal is missing: the receptor is PUBLICO EN GENERAL.',
  ),
  CFDI40131: us('Periodicidad no está en c_Periodicidad.', 'Periodicidad is not in c_Periodicidad.'),
  CFDI40132: merchant(
    'La periodicidad bimestral (05) es solo para el régimen 621.',
    'The two-month period (05) is only for régimen 621.',
  ),
  CFDI40133: us('Meses no está en c_Meses.', 'Meses is not in c_Meses.'),
  CFDI40134: us('Con esa periodicidad, Meses va de 01 a 12.', 'With that Periodicidad, Meses goes from 01 to 12.'),
  CFDI40135: us('Con periodicidad bimestral, Meses va de 13 a 18.', 'With Periodicidad 05, Meses goes from 13 to 18.'),
  CFDI40136: us(
    'Año de InformacionGlobal no es el de la factura ni uno anterior permitido.',
    'The year of InformacionGlobal is neither the invoice’s nor an earlier one that is allowed.',
  ),
  CFDI40137: us('TipoRelacion no está en c_TipoRelacion.', 'TipoRelacion is not in c_TipoRelacion.'),
  CFDI40138: merchant(
    'El SAT no reconoce el nombre del emisor. Escríbelo como en tu Constancia, sin "SA DE CV" ni otro régimen de capital.',
    'The SAT does not recognise the issuer’s name. Write it as on your Constancia, without "SA DE CV" or any other company type.',
  ),
  CFDI40139: merchant(
    'El nombre del emisor no es el de su RFC. Escríbelo como en tu Constancia, sin "SA DE CV" ni otro régimen de capital.',
    'The issuer’s name does not belong to its RFC. Write it as on your Constancia, without "SA DE CV" or any other company type.',
  ),
  CFDI40140: merchant(
    'El régimen del emisor no está en c_RegimenFiscal.',
    'The issuer’s régimen is not in c_RegimenFiscal.',
  ),
  CFDI40141: merchant(
    'El régimen del emisor no corresponde a una persona {persona}.',
    'The issuer’s régimen is not for a persona {persona}.',
  ),
  CFDI40142: merchant('FacAtrAdquirente no es un número válido.', 'FacAtrAdquirente is not a valid number.'),
  CFDI40999: us(
    'El SAT rechazó el documento por un motivo sin clasificar.',
    'The SAT refused the document for an unclassified reason.',
  ),
};
