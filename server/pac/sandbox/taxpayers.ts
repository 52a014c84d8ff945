/**
 * The sandbox's register: the taxpayers that it knows, and the same comparison for a stamp's refusals and for the register's
 * answers. Names are compared character by character, as PACs do with l_RFC.
 */

import type { ReceptorMatch } from '../../cfdi/receptor-match.ts';
import { isGeneric } from '../../cfdi/rfc.ts';
import type { Receptor } from '../../cfdi/sold.ts';
import { isMagicRfc } from './magic.ts';

/** A taxpayer in the sandbox's register. */
export type Taxpayer = {
  readonly rfc: string;
  readonly nombre: string;
  /** PACs' sandboxes seed different postal codes for the same identity: any of these is accepted. */
  readonly codigosPostales: readonly string[];
  readonly regimenes: readonly string[];
};

type Row = readonly [rfc: string, nombre: string, codigosPostales: string, regimenes: string];

// The SAT's public test identities, with the data that PACs' sandboxes publish for them (seen 2026-11).
const ROWS: readonly Row[] = [
  ['EKU9003173C9', 'ESCUELA KEMPER URGATE', '42501 26015', '601'],
  ['H&E951128469', 'HERRERIA & ELECTRICOS', '06002', '601'],
  ['OÑO120726RX3', 'ORGANICOS ÑAVEZ OSORIO', '40501', '601'],
  ['XOJI740919U48', 'INGRID XODAR JIMENEZ', '76028 88965', '626 612 621 605'],
  ['WATM640917J45', 'MARIA WATEMBER TORRES', '43543', '626 612'],
  ['URE180429TM6', 'UNIVERSIDAD ROBOTICA ESPAÑOLA', '65000 86991', '601 603'],
  ['CTE950627K46', 'COMERCIALIZADORA TEODORIKAS', '57740', '601'],
  ['XAMA620210DQ5', 'ALBA XKARAJAM MENDEZ', '01219', '612'],
  ['RAQÑ7701212M3', 'ÑEVES RAMIREZ QUEZADA', '78905', '605'],
  ['XIQB891116QE4', 'BERENICE XIMO QUEZADA', '40968', '606'],
  ['ABC970528UHA', 'ARENA BLANCA', '80290', '626'],
  ['ICV060329BY0', 'INMOBILIARIA CVA', '33826', '601'],
  ['XIA190128J61', 'XENON INDUSTRIAL ARTICLES', '76343', '601 624'],
  ['ZUÑ920208KL4', 'ZAPATERIA URTADO ÑERI', '34541', '601 626'],
  ['IIA040805DZ4', 'INDISTRIA ILUMINADORA DE ALMACENES', '62661', '601'],
  ['IVD920810GU2', 'INNOVACION VALOR Y DESARROLLO', '63901', '601'],
  ['IXS7607092R5', 'INTERNACIONAL XIMBO Y SABORES', '23004', '603'],
  ['KIJ0906199R1', 'KERNEL INDUSTIA JUGUETERA', '28971 62661', '603'],
  ['JES900109Q90', 'JIMENEZ ESTRADA SALAS', '37161', '622'],
  ['L&O950913MSA', 'LUCES & OBRAS', '60922', '603'],
  ['S&S051221SE2', 'S & SOFTWARE', '76022', '624'],
  ['CACX7605101P8', 'XOCHILT CASAS CHAVEZ', '36257', '621'],
  ['FUNK671228PH6', 'KARLA FUENTE NOLASCO', '01160', '621'],
  ['IAÑL750210963', 'LUIS IAN ÑUZCO', '85256', '608'],
  ['JUFA7608212V6', 'ADRIANA JUAREZ FERNANDEZ', '01160', '614'],
  ['KAHO641101B39', 'OSCAR KALA HAAK', '76074', '612'],
  ['MISC491214B86', 'CECILIA MIRANDA SANCHEZ', '01010', '612'],
  ['WERX631016S30', 'XAIME WEIR ROJO', '01279', '608'],
  ['AABF800614HI0', 'FELIX MANUEL ANDRADE BALLADO', '86400', '612'],
  ['CUSC850516316', 'CESAR OSBALDO CRUZ SOLORZANO', '45638', '605'],
  ['MASO451221PM4', 'MARIA OLIVIA MARTINEZ SAGAZ', '80290', '616'],
];

/** All taxpayers that the sandbox knows, including the generic RFCs. */
export const TAXPAYERS: ReadonlyMap<string, Taxpayer> = new Map(
  ROWS.map(([rfc, nombre, codigosPostales, regimenes]) => [
    rfc,
    { rfc, nombre, codigosPostales: codigosPostales.split(' '), regimenes: regimenes.split(' ') },
  ]),
);

const NOT_CHECKED = { nombre: 'not-checked', codigoPostal: 'not-checked', regimenFiscal: 'not-checked' } as const;

/**
 * The four answers for a receptor, never a value. Generics have no name nor postal code of their own and are always 616 (CFDI40159); a magic RFC
 * matches whatever comes with it; with an unknown RFC, the rest is not checked.
 */
export function matchReceptor(receptor: Omit<Receptor, 'usoCfdi'>): ReceptorMatch {
  if (isGeneric(receptor.rfc))
    return { rfc: 'match', ...NOT_CHECKED, regimenFiscal: says(receptor.regimenFiscal === '616') };
  if (isMagicRfc(receptor.rfc)) return { rfc: 'match', nombre: 'match', codigoPostal: 'match', regimenFiscal: 'match' };
  const known = TAXPAYERS.get(receptor.rfc);
  if (!known) return { rfc: 'mismatch', ...NOT_CHECKED };
  return {
    rfc: 'match',
    nombre: says(known.nombre === receptor.nombre),
    codigoPostal: says(known.codigosPostales.includes(receptor.codigoPostal)),
    regimenFiscal: says(known.regimenes.includes(receptor.regimenFiscal)),
  };
}

/** Whether the table has its own answer for this RFC. */
export function isListed(rfc: string): boolean {
  return TAXPAYERS.has(rfc) || isGeneric(rfc) || isMagicRfc(rfc);
}

function says(equal: boolean): 'match' | 'mismatch' {
  return equal ? 'match' : 'mismatch';
}

/** Whether an issuer is in the register under that name. */
export function matchEmisor(rfc: string, nombre: string): 'match' | 'unknown' | 'other-name' {
  const known = TAXPAYERS.get(rfc);
  if (!known) return 'unknown';
  return known.nombre === nombre ? 'match' : 'other-name';
}
