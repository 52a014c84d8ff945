/**
 * What a clave of c_ClaveProdServ sells, as far as that determines who withholds taxes. Source: the SAT's c_ClaveProdServ, August 2026; its
 * segments, families and classes are those of UNSPSC.
 */

/** The kinds that withholding rules distinguish. */
export type ClaveKind =
  /** Autotransporte terrestre de bienes: class 781018, «Transporte de carga por carretera». Not passengers (7811), not parcels and mail (781022). */
  | 'freight'
  /** Desperdicios: families 1114, «Residuos y desechos», and 1119, «Desechos y chatarra de metal». */
  | 'scrap'
  /**
   * Services that are a commercial enterprise whoever provides them: transport (segment 78 without freight), restaurants and catering (9010)
   * and lodging (9011). Código de Comercio, art. 75: VIII, transport and tourism; I, what is bought to be sold, «sea después de trabajados».
   */
  | 'business'
  /** Other services, and rent: segments 70 and above. The clave does not say whether a person provides them as a profession. */
  | 'service'
  | 'goods';

/** The kind of a clave; narrower ranges come before the segment that contains them. */
export function claveKind(claveProdServ: string): ClaveKind {
  if (claveProdServ.startsWith('781018')) return 'freight';
  if (/^(1114|1119)/.test(claveProdServ)) return 'scrap';
  if (/^(78|9010|9011)/.test(claveProdServ)) return 'business';
  return /^[789]/.test(claveProdServ) ? 'service' : 'goods';
}
