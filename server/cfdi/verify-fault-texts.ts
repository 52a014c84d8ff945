/** What `verify` says of a file besides the SAT's matrix. */
import type { Words } from './problem.ts';

/** By the codes of `verifyCfdi`. */
export const VERIFY_FAULTS = {
  'not-a-cfdi': {
    'es-MX': 'El archivo no es un CFDI 4.0 completo: {reason}.',
    en: 'The file is not a whole CFDI 4.0: {reason}.',
  },
  'unsupported-complement': {
    'es-MX': 'No conocemos el complemento {complemento}: su parte del sello no se puede comprobar.',
    en: 'We do not know the complement {complemento}: its part of the seal cannot be checked.',
  },
  'sello-absent': {
    'es-MX': 'El documento no tiene sello.',
    en: 'The document has no seal.',
  },
  'no-certificado-different': {
    'es-MX': 'NoCertificado no es el número de serie del certificado que va en el documento.',
    en: 'NoCertificado is not the serial of the certificate in the document.',
  },
  'two-timbres': {
    'es-MX': 'El documento lleva más de un timbre.',
    en: 'The document carries more than one timbre.',
  },
  'sello-cfd-different': {
    'es-MX': 'El timbre es de otro documento: su SelloCFD no es el sello de este.',
    en: 'The timbre belongs to another document: its SelloCFD is not this one’s seal.',
  },
  'timbre-malformed': {
    'es-MX': 'El timbre no cumple con el esquema del SAT (TimbreFiscalDigitalv11.xsd).',
    en: 'The timbre does not fit the SAT’s schema (TimbreFiscalDigitalv11.xsd).',
  },
  'timbre-invalid': {
    'es-MX': 'El sello del SAT no corresponde al timbre: el timbre cambió, o no lo selló ese certificado.',
    en: 'The SAT’s seal does not match the timbre: it changed, or another certificate sealed it.',
  },
} satisfies Record<string, Words>;
