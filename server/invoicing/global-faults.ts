/** What the SAT's matrix and the border's IVA have against a factura global, before it is claimed. */
import { documentFronteraFaults } from '../cfdi/iva-frontera.ts';
import { checkMatrix } from '../cfdi/matrix.ts';
import type { Fault } from '../problems/problem.ts';
import type { GlobalSnapshot } from './claim.ts';
import { buildDocument } from './document.ts';

/** As it would be built now; its folio makes no difference. */
export function globalFaults(snapshot: GlobalSnapshot, serie: string, now: number): readonly Fault[] {
  const built = buildDocument(snapshot, serie, 1, now);
  if (built.kind === 'faults') return built.faults;
  const { comprobante } = built;
  return [...checkMatrix({ comprobante, timbres: [], complementos: [] }), ...documentFronteraFaults(comprobante)];
}
