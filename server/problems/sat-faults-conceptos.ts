/** CFDI40162–40200 and 140223–140227: the conceptos and their taxes (matriz de errores CFDI 4.0, 2024-12-13). */
import { merchant, type SatFault, us } from './sat-fault.ts';

const PEDIMENTO = merchant(
  'NumeroPedimento debe ser "AA  BB  CCCC  DDDDDDD", con dos espacios entre grupos.',
  'NumeroPedimento must be "YY  NN  NNNN  NNNNNNN", with two spaces between groups.',
);
const PEDIMENTO_CCE = us(
  'NumeroPedimento no debe existir junto con el complemento de Comercio Exterior.',
  'NumeroPedimento must not exist together with the Comercio Exterior complement.',
);
const PRODUCTO = merchant('ClaveProdServ no está en c_ClaveProdServ.', 'ClaveProdServ is not in c_ClaveProdServ.');

/** Faults by the SAT's code. */
export const CONCEPTO_FAULTS: Readonly<Record<string, SatFault>> = {
  CFDI40162: PRODUCTO,
  CFDI40163: merchant(
    'Esa ClaveProdServ exige un complemento que el documento no lleva.',
    'That ClaveProdServ requires a complement that the document does not have.',
  ),
  CFDI40164: merchant(
    'Esa ClaveProdServ exige un impuesto que el concepto no lleva.',
    'That ClaveProdServ requires a tax that the concepto does not have.',
  ),
  CFDI40165: merchant('ClaveUnidad no está en c_ClaveUnidad.', 'ClaveUnidad is not in c_ClaveUnidad.'),
  CFDI40166: us('ValorUnitario debe ser mayor que 0.', 'ValorUnitario must be greater than 0.'),
  CFDI40167: us(
    'Importe no es Cantidad × ValorUnitario, ni dentro de los límites de redondeo del SAT.',
    'Importe is not Cantidad × ValorUnitario, not even within the SAT’s rounding limits.',
  ),
  CFDI40168: us('Descuento tiene más decimales que Importe.', 'Descuento has more decimals than Importe.'),
  CFDI40169: us('Descuento es mayor que Importe.', 'Descuento is greater than Importe.'),
  CFDI40170: merchant('ObjetoImp no está en c_ObjetoImp.', 'ObjetoImp is not in c_ObjetoImp.'),
  CFDI40171: us(
    'Con ObjetoImp 02 el concepto debe llevar impuestos.',
    'With ObjetoImp 02 the concepto must have taxes.',
  ),
  CFDI40172: us(
    'Con ese ObjetoImp el concepto no lleva impuestos.',
    'With that ObjetoImp the concepto must not have taxes.',
  ),
  CFDI40173: us('El nodo Impuestos del concepto está vacío.', 'The concepto’s Impuestos node is empty.'),
  CFDI40174: us('La Base del traslado debe ser mayor que 0.', 'The Base of a Traslado must be greater than 0.'),
  CFDI40175: us('El Impuesto del traslado no está en c_Impuesto.', 'The Impuesto of a Traslado is not in c_Impuesto.'),
  CFDI40176: us(
    'El TipoFactor del traslado no está en c_TipoFactor.',
    'The TipoFactor of a Traslado is not in its catalogue.',
  ),
  CFDI40177: us(
    'Un traslado Exento no lleva TasaOCuota ni Importe.',
    'A Traslado that is Exento has neither TasaOCuota nor Importe.',
  ),
  CFDI40178: us(
    'Un traslado por Tasa o Cuota lleva TasaOCuota e Importe.',
    'A Traslado by Tasa or Cuota has TasaOCuota and Importe.',
  ),
  CFDI40179: us(
    'La TasaOCuota del traslado no está en c_TasaOCuota, con sus seis decimales.',
    'The TasaOCuota of a Traslado is not in c_TasaOCuota, with its six decimals.',
  ),
  CFDI40180: us(
    'El Importe del traslado no es Base × TasaOCuota, ni dentro de los límites de redondeo del SAT.',
    'The Importe of a Traslado is not Base × TasaOCuota, not even within the SAT’s rounding limits.',
  ),
  CFDI40181: us('La Base de la retención debe ser mayor que 0.', 'The Base of a Retencion must be greater than 0.'),
  CFDI40182: us(
    'El Impuesto de la retención no está en c_Impuesto.',
    'The Impuesto of a Retencion is not in c_Impuesto.',
  ),
  CFDI40183: us(
    'El TipoFactor de la retención no está en c_TipoFactor.',
    'The TipoFactor of a Retencion is not in its catalogue.',
  ),
  CFDI40184: us('Una retención no puede ser Exento.', 'A Retencion cannot be Exento.'),
  CFDI40185: us(
    'La TasaOCuota de la retención no está en c_TasaOCuota, con sus seis decimales.',
    'The TasaOCuota of a Retencion is not in c_TasaOCuota, with its six decimals.',
  ),
  CFDI40186: us(
    'El Importe de la retención no es Base × TasaOCuota, ni dentro de los límites de redondeo del SAT.',
    'The Importe of a Retencion is not Base × TasaOCuota, not even within the SAT’s rounding limits.',
  ),
  CFDI40187: merchant(
    'El RFC del tercero no está en la lista del SAT.',
    'The third party’s RFC is not in the SAT’s list.',
  ),
  CFDI40188: merchant(
    'El RFC del tercero debe ser distinto del emisor y del receptor.',
    'The third party’s RFC must be different from the issuer’s and the receptor’s.',
  ),
  CFDI40189: merchant(
    'El SAT no reconoce el nombre del tercero.',
    'The SAT does not recognise the third party’s name.',
  ),
  CFDI40190: merchant(
    'El nombre del tercero no es el de su RFC.',
    'The third party’s name does not belong to its RFC.',
  ),
  CFDI40191: merchant(
    'El régimen del tercero no está en c_RegimenFiscal.',
    'The third party’s régimen is not in c_RegimenFiscal.',
  ),
  CFDI40192: merchant(
    'El SAT no reconoce el código postal del tercero.',
    'The SAT does not recognise the third party’s postal code.',
  ),
  CFDI40193: merchant(
    'El código postal del tercero no es el de su RFC.',
    'The third party’s postal code does not belong to its RFC.',
  ),
  CFDI40194: PEDIMENTO,
  CFDI40195: PEDIMENTO_CCE,
  CFDI40196: PRODUCTO,
  CFDI40197: us(
    'El ValorUnitario de la parte debe ser mayor que 0.',
    'The ValorUnitario of a Parte must be greater than 0.',
  ),
  CFDI40198: us(
    'El Importe de la parte no es Cantidad × ValorUnitario, ni dentro de los límites de redondeo del SAT.',
    'The Importe of a Parte is not Cantidad × ValorUnitario, not even within the SAT’s rounding limits.',
  ),
  CFDI40199: PEDIMENTO,
  CFDI40200: PEDIMENTO_CCE,
  CFDI140223: merchant(
    'Con el RFC de tercero extranjero EXT990101NI1, su régimen debe ser 616.',
    'With the RFC for foreign third parties, EXT990101NI1, the régimen must be 616.',
  ),
  CFDI140224: merchant(
    'El SAT tiene marcado que a este emisor RESICO no se le retiene el 1.25 % de ISR.',
    'According to the SAT, the 1.25 % ISR must not be withheld from this RESICO issuer.',
  ),
  CFDI140225: merchant(
    'El SAT tiene marcado que a este emisor RESICO se le debe retener el 1.25 % de ISR.',
    'According to the SAT, the 1.25 % ISR must be withheld from this RESICO issuer.',
  ),
  CFDI140226: us(
    'Con ObjetoImp 06 u 08 el concepto solo puede llevar retención de ISR.',
    'With ObjetoImp 06 or 08 the only tax that the concepto can have is an ISR retención.',
  ),
  CFDI140227: us(
    'Con ObjetoImp 07 el concepto debe llevar traslado de IEPS y no lleva IVA.',
    'With ObjetoImp 07 the concepto must have an IEPS Traslado and no IVA.',
  ),
};
