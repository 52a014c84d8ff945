/**
 * The SAT's matrix of errors of CFDI 4.0, applied to a document alone: every rule that needs no list of taxpayers and no clock, checked before
 * a stamp is spent and for anybody's file. Source: matriz de errores CFDI 4.0, 2024-12-13; cfdv40.xsd (2024-06).
 */

import type { Fault } from '../problems/problem.ts';
import type { CfdiFile, Concepto } from './comprobante.ts';
import { COMPROBANTE_RULES, RELACIONADOS_RULES } from './matrix-comprobante.ts';
import { CONCEPTO_RULES, PARTE_RULES, TERCERO_RULES } from './matrix-conceptos.ts';
import { checkForm } from './matrix-form.ts';
import {
  DOCUMENT_IMPUESTOS_RULES,
  DOCUMENT_RETENCION_RULES,
  DOCUMENT_TRASLADO_RULES,
  IMPUESTOS_RULES,
} from './matrix-impuestos.ts';
import { RETENCION_RULES, TRASLADO_RULES } from './matrix-impuestos-concepto.ts';
import { EMISOR_RULES, GLOBAL_RULES, INFORMACION_GLOBAL_RULES, RECEPTOR_RULES } from './matrix-receptor.ts';
import { type Context, createContext, type Finding, type Rule } from './matrix-rule.ts';

/**
 * A rule that the document breaks. `pointer` follows the nodes of the XML in our names (`/conceptos/2/impuestos/traslados/0/importe`); `params` may have
 * `found` and `expected`. `code` is the SAT's own, as `satCode` is; for what the XSD refuses it is `xsd`, with the PACs' code 301.
 */
export type MatrixFault = Fault & { readonly satCode: string };

/** Every rule that the document breaks. Sello and Certificado may be missing: a document is checked before it is sealed. */
export function checkMatrix(file: CfdiFile): readonly MatrixFault[] {
  const context = createContext(file);
  const faults: MatrixFault[] = [];
  const apply: Apply = (rules, element, pointer) => {
    for (const [satCode, check] of rules) {
      const finding = check(element, context);
      if (finding) faults.push(faultOf(satCode, finding, pointer));
    }
  };
  checkHead(context, apply);
  context.comprobante.conceptos.forEach((concepto, index) => {
    checkConcepto(concepto, `/conceptos/${index}`, apply);
  });
  checkImpuestos(context, apply);
  faults.push(...checkForm(context.comprobante).map((pointer) => ({ code: 'xsd', satCode: '301', pointer })));
  return faults;
}

type Apply = <Element>(rules: readonly Rule<Element>[], element: Element, pointer: string) => void;

function checkHead({ comprobante: c }: Context, apply: Apply): void {
  apply(COMPROBANTE_RULES, c, '');
  apply(GLOBAL_RULES, c, '');
  if (c.informacionGlobal) apply(INFORMACION_GLOBAL_RULES, c.informacionGlobal, '/informacionGlobal');
  c.cfdiRelacionados.forEach((related, index) => {
    apply(RELACIONADOS_RULES, related, `/cfdiRelacionados/${index}`);
  });
  apply(EMISOR_RULES, c.emisor, '/emisor');
  apply(RECEPTOR_RULES, c.receptor, '/receptor');
}

function checkConcepto(concepto: Concepto, pointer: string, apply: Apply): void {
  apply(CONCEPTO_RULES, concepto, pointer);
  concepto.traslados.forEach((traslado, index) => {
    apply(TRASLADO_RULES, traslado, `${pointer}/impuestos/traslados/${index}`);
  });
  concepto.retenciones.forEach((retencion, index) => {
    apply(RETENCION_RULES, retencion, `${pointer}/impuestos/retenciones/${index}`);
  });
  if (concepto.aCuentaTerceros) apply(TERCERO_RULES, concepto.aCuentaTerceros, `${pointer}/aCuentaTerceros`);
  concepto.partes.forEach((parte, index) => {
    apply(PARTE_RULES, parte, `${pointer}/partes/${index}`);
  });
}

function checkImpuestos({ comprobante: c }: Context, apply: Apply): void {
  apply(DOCUMENT_IMPUESTOS_RULES, c, '');
  if (!c.impuestos) return;
  apply(IMPUESTOS_RULES, c.impuestos, '/impuestos');
  c.impuestos.retenciones.forEach((retencion, index) => {
    apply(DOCUMENT_RETENCION_RULES, retencion, `/impuestos/retenciones/${index}`);
  });
  c.impuestos.traslados.forEach((traslado, index) => {
    apply(DOCUMENT_TRASLADO_RULES, traslado, `/impuestos/traslados/${index}`);
  });
}

function faultOf(satCode: string, finding: Finding, pointer: string): MatrixFault {
  const { at = '', found, expected, params } = finding;
  return {
    code: satCode,
    satCode,
    pointer: pointer + at,
    params: { ...params, ...(found !== undefined && { found }), ...(expected !== undefined && { expected }) },
  };
}
