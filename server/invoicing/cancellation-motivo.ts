/**
 * Which motivo a CFDI can be cancelled with, and which CFDI may replace it (SAT, Preguntas frecuentes CFDI 4.0, 42; Guía de llenado del
 * CFDI global, apéndice 2).
 */
import type { Comprobante } from '../cfdi/comprobante.ts';
import type { Fault } from '../problems/problem.ts';
import type { Motivo } from './cancellation.ts';

/** A stamped CFDI that is supposed to replace another. */
export type Substitute = { readonly uuid: string; readonly comprobante: Comprobante; readonly isLive: boolean };

/**
 * The faults of cancelling this CFDI with this motivo; empty if there are none. `wanted` says whether a substitute was named, `substitute`
 * is what was found under that name.
 */
export function motivoFaults(
  { uuid, comprobante }: { readonly uuid: string; readonly comprobante: Comprobante },
  motivo: Motivo,
  wanted: boolean,
  substitute: Substitute | undefined,
): readonly Fault[] {
  // Motivo 04 is for a factura global one of whose operations was invoiced to its customer.
  if (motivo === '04' && comprobante.informacionGlobal === undefined) return [fault('motivo-only-global', '/motivo')];
  if (motivo !== '01') return wanted ? [fault('substitute-only-01', '/substitute')] : [];
  if (!wanted) return [fault('substitute-missing', '/substitute')];
  if (!substitute) return [fault('substitute-unknown', '/substitute')];
  if (!substitute.isLive) return [fault('substitute-not-live', '/substitute')];
  return replaces(substitute, uuid) ? [] : [fault('substitute-not-related', '/substitute')];
}

/** It is stamped first, with TipoRelacion 04 to what it replaces. */
function replaces({ uuid, comprobante }: Substitute, replaced: string): boolean {
  const related = comprobante.cfdiRelacionados.filter(({ tipoRelacion }) => tipoRelacion === '04');
  return !isSame(uuid, replaced) && related.some(({ uuids }) => uuids.some((each) => isSame(each, replaced)));
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function fault(code: string, pointer: string): Fault {
  return { code, pointer };
}
