/** Checks a factura global against the SAT's matrix and the rules of the border rate of IVA before it is claimed. */
import { documentFronteraFaults } from '../cfdi/iva-frontera.ts';
import { checkMatrix } from '../cfdi/matrix.ts';
import type { Fault } from '../problems/problem.ts';
import type { GlobalSnapshot } from './claim.ts';
import { buildDocument } from './document.ts';

/** Returns the faults of the document as it would be built now; its folio does not matter. */
export function globalFaults(snapshot: GlobalSnapshot, serie: string, now: number): readonly Fault[] {
  const built = buildDocument(snapshot, serie, 1, now);
  if (built.kind === 'faults') return built.faults;
  const { comprobante } = built;
  return [...checkMatrix({ comprobante, timbres: [], complementos: [] }), ...documentFronteraFaults(comprobante)];
}
