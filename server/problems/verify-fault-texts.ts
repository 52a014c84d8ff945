/** Texts of `verify` for faults beyond the SAT's matrix. */
import type { Words } from './words.ts';

/** By the codes of `verifyCfdi`. */
export const VERIFY_FAULTS = {
  'not-a-cfdi': {
    'es-MX': 'El archivo no es un CFDI 4.0 completo: {reason}.',
    en: 'The file is not a complete CFDI 4.0: {reason}.',
  },
  'encoding-unsupported': {
    'es-MX':
      'El archivo está en {encoding}, una codificación que aquí no se lee. Guárdalo en UTF-8 y vuelve a intentarlo.',
    en: 'The file is in {encoding}, an encoding that is not supported here. Save it as UTF-8 and try again.',
  },
  'encoding-different': {
    'es-MX':
      'El archivo declara {declared} pero está en {actual}: quien lo lea como dice verá otras letras y un sello roto. Corrige la declaración de su primera línea; el sello no cambia.',
    en: 'The file declares {declared} but is in {actual}: whoever reads it as declared sees other letters and a broken seal. Correct the declaration in its first line; the seal stays the same.',
  },
  'encoding-undeclared': {
    'es-MX':
      'El archivo no declara su codificación, así que se lee como UTF-8, pero está en {actual}. Declárala en su primera línea o guárdalo en UTF-8; el sello no cambia.',
    en: 'The file declares no encoding, so it is read as UTF-8, but it is in {actual}. Declare it in the first line or save the file as UTF-8; the seal stays the same.',
  },
  'encoding-broken': {
    'es-MX':
      'El archivo debería estar en {encoding}, pero tiene bytes que no lo son: está dañado, o alguien lo guardó en otra codificación y lo cambió.',
    en: 'The file should be in {encoding} but has bytes that are not: it is damaged, or somebody saved it in another encoding and changed it.',
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
    en: 'NoCertificado is not the serial number of the certificate in the document.',
  },
  'two-timbres': {
    'es-MX': 'El documento lleva más de un timbre.',
    en: 'The document has more than one timbre.',
  },
  'sello-cfd-different': {
    'es-MX': 'El timbre es de otro documento: su SelloCFD no es el sello de este.',
    en: 'The timbre belongs to another document: its SelloCFD is not the seal of this one.',
  },
  'timbre-malformed': {
    'es-MX': 'El timbre no cumple con el esquema del SAT (TimbreFiscalDigitalv11.xsd).',
    en: 'The timbre does not conform to the SAT’s schema (TimbreFiscalDigitalv11.xsd).',
  },
  'timbre-invalid': {
    'es-MX': 'El sello del SAT no corresponde al timbre: el timbre cambió, o no lo selló ese certificado.',
    en: 'The SAT’s seal does not match the timbre: the timbre was changed, or another certificate sealed it.',
  },
} satisfies Record<string, Words>;
