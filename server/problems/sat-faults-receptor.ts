/**
 * CFDI40143–40161: what the SAT refuses in the receptor (matriz de errores CFDI 4.0, 2024-12-13). The texts of what a
 * customer can correct are shown at the field; `{persona}`, `{clave}` and `{lista}` are filled from the fault's params.
 */
import { customer, type SatFault, us } from './sat-fault.ts';

const NOMBRE: SatFault = {
  ...customer(
    'nombre',
    'El nombre no coincide con el que el SAT tiene para ese RFC. Escríbelo igual que en tu Constancia (o Cédula de Datos Fiscales); si es empresa, sin "SA DE CV", "S DE RL", etc.',
    'The name is not the one that the SAT has for that RFC. Write it exactly as on your Constancia (or Cédula de Datos Fiscales); for a company, without "SA DE CV", "S DE RL" and the like.',
  ),
  fisica: {
    'es-MX':
      'El nombre no coincide con el que el SAT tiene para ese RFC. Escríbelo igual que en tu Constancia (o Cédula de Datos Fiscales): nombre y dos apellidos, en ese orden.',
    en: 'The name is not the one that the SAT has for that RFC. Write it exactly as on your Constancia (or Cédula de Datos Fiscales): given names and both surnames, in that order.',
  },
};

const CODIGO_POSTAL = customer(
  'codigoPostal',
  'El código postal no es el de tu domicilio fiscal registrado en el SAT. No uses el de tu sucursal u oficina.',
  'This is not the postal code of your tax address at the SAT. Do not use the one of your branch or office.',
);

const USO = customer(
  'usoCfdi',
  'Con tu régimen ({clave}) el SAT no permite ese uso. Puedes elegir: {lista}.',
  'The SAT does not allow that use with your tax regime ({clave}). You can choose: {lista}.',
);

/** Faults by the SAT's code. */
export const RECEPTOR_FAULTS: Readonly<Record<string, SatFault>> = {
  CFDI40143: customer(
    'rfc',
    'El SAT no reconoce este RFC. Revísalo letra por letra (la O y el 0, la I y el 1 se confunden). Si lo acabas de tramitar, espera 72 horas.',
    'The SAT does not recognise this RFC. Check it letter by letter (O and 0, I and 1 look alike). If you only just got it, wait 72 hours.',
  ),
  CFDI40144: NOMBRE,
  CFDI40145: NOMBRE,
  CFDI40146: customer('nombre', 'Escribe tu nombre o razón social.', 'Enter your name or your company’s.'),
  CFDI40147: CODIGO_POSTAL,
  CFDI40148: CODIGO_POSTAL,
  CFDI40149: us(
    'Con un RFC genérico, DomicilioFiscalReceptor debe ser igual a LugarExpedicion.',
    'With a generic RFC, DomicilioFiscalReceptor must equal LugarExpedicion.',
  ),
  CFDI40150: us('ResidenciaFiscal no está en c_Pais.', 'ResidenciaFiscal is not in c_Pais.'),
  CFDI40151: us(
    'ResidenciaFiscal solo va con el RFC genérico extranjero XEXX010101000.',
    'ResidenciaFiscal goes only with the foreign generic RFC XEXX010101000.',
  ),
  CFDI40152: us('ResidenciaFiscal no puede ser MEX.', 'ResidenciaFiscal cannot be MEX.'),
  CFDI40153: us('Con NumRegIdTrib debe existir ResidenciaFiscal.', 'NumRegIdTrib needs ResidenciaFiscal.'),
  CFDI40154: us(
    'NumRegIdTrib solo va con el RFC genérico extranjero XEXX010101000.',
    'NumRegIdTrib goes only with the foreign generic RFC XEXX010101000.',
  ),
  CFDI40155: us(
    'NumRegIdTrib exige el complemento de Comercio Exterior.',
    'NumRegIdTrib needs the Comercio Exterior complement.',
  ),
  CFDI40156: us(
    'NumRegIdTrib no cumple con el patrón del país de residencia.',
    'NumRegIdTrib does not match the pattern of the country of residence.',
  ),
  CFDI40157: customer('regimenFiscal', 'Elige tu régimen fiscal de la lista.', 'Choose your tax regime from the list.'),
  CFDI40158: customer(
    'regimenFiscal',
    'Ese régimen no corresponde a una persona {persona}. Elige el que aparece en tu Constancia o Cédula.',
    'That tax regime is not for a persona {persona}. Choose the one on your Constancia or Cédula.',
  ),
  CFDI40159: us(
    'Con un RFC genérico, RegimenFiscalReceptor debe ser 616.',
    'With a generic RFC, RegimenFiscalReceptor must be 616.',
  ),
  CFDI40160: USO,
  CFDI40161: USO,
};
