/** The document that a sale to a company makes, as the review computes what is withheld on. */
import type { Comprobante } from '../../server/cfdi/comprobante.ts';
import { buildComprobante } from '../../server/cfdi/comprobante-builder.ts';
import type { Sold } from '../../server/cfdi/sold.ts';
import { INGRID_XODAR, UNIVERSIDAD } from './cfdi-fixtures.ts';

/** Sold by `emisor`, a person in RESICO unless said otherwise, to a university. */
export function documentOf(sale: Sold, emisor = INGRID_XODAR): Comprobante {
  const built = buildComprobante({
    sold: [sale],
    emisor,
    lugarExpedicion: '76028',
    receptor: UNIVERSIDAD,
    fecha: '2026-11-20T18:32:00',
    formaPago: '03',
    itemizeIeps: false,
  });
  if (built.kind !== 'comprobante') throw new Error(JSON.stringify(built.faults));
  return built.comprobante;
}
