/**
 * What a clave of c_ClaveProdServ sells, as far as it decides who withholds taxes. Source: the SAT's c_ClaveProdServ, August 2026; its
 * segments, families and classes are those of UNSPSC.
 */

export type ClaveKind =
  /** Autotransporte terrestre de bienes: class 781018, «Transporte de carga por carretera». Not passengers (7811), not parcels and mail (781022). */
  | 'freight'
  /** Desperdicios: families 1114, «Residuos y desechos», and 1119, «Desechos y chatarra de metal». */
  | 'scrap'
  /** Services and rent: segments 70 and above. */
  | 'service'
  | 'goods';

/** The kind of a clave; freight and scrap go before the segment that they are of. */
export function claveKind(claveProdServ: string): ClaveKind {
  if (claveProdServ.startsWith('781018')) return 'freight';
  if (/^(1114|1119)/.test(claveProdServ)) return 'scrap';
  return /^[789]/.test(claveProdServ) ? 'service' : 'goods';
}
