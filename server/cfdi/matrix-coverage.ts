/**
 * How each code of the SAT's matrix is handled: by a rule checked before a stamp is spent, by how the document is built, by a
 * text for what only a PAC can know, or not at all because our documents never contain its subject. `MATRIX.md` is
 * generated from this.
 */

import { SAT_FAULTS } from '../problems/sat-faults.ts';
import { COMPROBANTE_RULES, RELACIONADOS_RULES } from './matrix-comprobante.ts';
import { CONCEPTO_RULES, PARTE_RULES, TERCERO_RULES } from './matrix-conceptos.ts';
import {
  DOCUMENT_IMPUESTOS_RULES,
  DOCUMENT_RETENCION_RULES,
  DOCUMENT_TRASLADO_RULES,
  IMPUESTOS_RULES,
} from './matrix-impuestos.ts';
import { RETENCION_RULES, TRASLADO_RULES } from './matrix-impuestos-concepto.ts';
import { EMISOR_RULES, GLOBAL_RULES, INFORMACION_GLOBAL_RULES, RECEPTOR_RULES } from './matrix-receptor.ts';

/** `checked`: refused before it is sent. `mapped`: reported by a PAC and explained by a text. The other two never concern our documents. */
export type Coverage = 'checked' | 'by-construction' | 'mapped' | 'cannot-occur';

/** `text` says where it is checked, or why it is not; in English, without a full stop. */
export type Way = { readonly how: Coverage; readonly text: string };

/** At least one way; a code may have several, such as a rule here and the SAT's own list at the PAC. */
export type CoverageRow = { readonly code: string; readonly ways: readonly Way[] };

type Codes = readonly (readonly [satCode: string, check: unknown])[];

/** The tables that `checkMatrix` runs, by the node that they apply to. */
const RULES: readonly (readonly [node: string, rules: Codes])[] = [
  ['Comprobante', [...COMPROBANTE_RULES, ...GLOBAL_RULES]],
  ['InformacionGlobal', INFORMACION_GLOBAL_RULES],
  ['CfdiRelacionados', RELACIONADOS_RULES],
  ['Emisor', EMISOR_RULES],
  ['Receptor', RECEPTOR_RULES],
  ['Concepto', CONCEPTO_RULES],
  ['Concepto’s Traslado', TRASLADO_RULES],
  ['Concepto’s Retencion', RETENCION_RULES],
  ['ACuentaTerceros', TERCERO_RULES],
  ['Parte', PARTE_RULES],
  ['Impuestos', [...DOCUMENT_IMPUESTOS_RULES, ...IMPUESTOS_RULES]],
  ['Impuestos’ Retencion', DOCUMENT_RETENCION_RULES],
  ['Impuestos’ Traslado', DOCUMENT_TRASLADO_RULES],
];

/** What `checkReceptor` checks while the form is filled in, before anything is built. */
export const CHECKED_AT_THE_FORM: readonly string[] = [
  'CFDI40146',
  'CFDI40147',
  'CFDI40157',
  'CFDI40158',
  'CFDI40160',
  'CFDI40161',
];

type Others = readonly (readonly [how: Exclude<Coverage, 'checked'>, text: string, codes: string])[];

/** What no rule states, by the numbers of the codes. */
const OTHERS: Others = [
  ['by-construction', 'sealed over its own cadena, by a key that was tried against its certificate', '40102'],
  ['by-construction', 'a certificate is read, and tried with its key, before it is stored', '40106'],
  ['by-construction', 'a generic RFC takes LugarExpedicion as its postal code and 616 as its régimen', '40149 40159'],
  ['by-construction', 'a concepto without taxes is written without an Impuestos node', '40173'],
  ['by-construction', 'says what CFDI40206 says, which is checked', '40209'],
  ['cannot-occur', 'only TipoDeComprobante I and E are issued', '40103 40109 40125 40201'],
  ['cannot-occur', 'MetodoPago is always PUE', '40105'],
  ['cannot-occur', 'not in force: guía de llenado', '40118 40120'],
  ['cannot-occur', 'Exportacion is always 01 and no ComercioExterior is written', '40122 40222'],
  ['cannot-occur', 'no Confirmacion is written', '40127 40128 40129'],
  [
    'by-construction',
    'only the factura global is an I to PUBLICO EN GENERAL, and it has its InformacionGlobal',
    '40130',
  ],
  ['by-construction', 'InformacionGlobal is computed from the period, which is over', '40131 40133 40134 40135 40136'],
  ['by-construction', 'a two-month global is refused where the issuer is not in régimen 621', '40132'],
  [
    'by-construction',
    'egresos are related by 01 or 03, substitutes and reissued globals by 04, other ingresos by nothing',
    '40137',
  ],
  ['cannot-occur', 'no FacAtrAdquirente is written', '40142'],
  ['cannot-occur', 'no ResidenciaFiscal is written', '40150 40151 40152'],
  ['cannot-occur', 'no NumRegIdTrib is written', '40153 40154 40155 40156'],
  ['cannot-occur', 'no ACuentaTerceros is written', '40187 40188 40189 40190 40191 40192 40193 140223'],
  ['cannot-occur', 'no InformacionAduanera is written', '40194 40195'],
  ['cannot-occur', 'no Parte is written', '40196 40197 40198 40199 40200'],
  ['mapped', 'the tables here know ranges of postal codes, the SAT each one', '40126'],
  ['mapped', 'the issuer’s name is in l_RFC, which only PACs have', '40138 40139'],
  ['mapped', 'the receptor is in l_RFC, which only PACs have', '40143 40144 40145 40147 40148'],
  ['mapped', 'here eight digits; all of c_ClaveProdServ only where the operator loaded it', '40162'],
  ['mapped', 'what a clave must carry is in c_ClaveProdServ; here only what was loaded, and fuel', '40163 40164'],
  ['mapped', 'the RESICO mark is in l_RFC, which only PACs have', '140224 140225'],
  ['mapped', 'unclassified: the PAC’s own words say the rest', '40999'],
];

/** One row for every code of the matrix, in the matrix's order. */
export const MATRIX_COVERAGE: readonly CoverageRow[] = Object.keys(SAT_FAULTS)
  .map((code) => ({ code, ways: [...checkedWays(code), ...otherWays(code)] }))
  .sort((a, b) => numberOf(a.code) - numberOf(b.code));

function checkedWays(code: string): readonly Way[] {
  const nodes = RULES.flatMap(([node, rules]) => (rules.some(([satCode]) => satCode === code) ? [node] : []));
  if (nodes.length === 0) return [];
  const form = CHECKED_AT_THE_FORM.includes(code) ? '; at the customer’s form too' : '';
  return [{ how: 'checked', text: `rule of ${nodes.join(' and ')}${form}` }];
}

function otherWays(code: string): readonly Way[] {
  return OTHERS.flatMap(([how, text, codes]) =>
    codes.split(' ').includes(code.replace('CFDI', '')) ? [{ how, text }] : [],
  );
}

function numberOf(code: string): number {
  return Number(code.replace('CFDI', ''));
}
