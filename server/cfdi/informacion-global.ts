/** What a factura global states about its period. */
import type { GlobalPeriod, Periodicidad } from '../catalogs/global-period.ts';
import type { InformacionGlobal } from './comprobante.ts';

/** InformacionGlobal of a period: Meses 01–12, or 13–18 for two months (CFDI40134, CFDI40135). */
export function informacionGlobal(periodicidad: Periodicidad, { from }: GlobalPeriod): InformacionGlobal {
  const [year = '', month = ''] = from.split('-');
  const meses = periodicidad === '05' ? 12 + Math.ceil(Number(month) / 2) : Number(month);
  return { periodicidad, meses: String(meses).padStart(2, '0'), anio: year };
}
