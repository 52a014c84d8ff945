/** How an invoice's CFDI relates to others, as its stamped XML says. */
import { z } from '@hono/zod-openapi';
import { readCfdiHead } from '../../cfdi/comprobante-head.ts';
import type { Invoice } from '../../invoicing/invoice.ts';

/** A CfdiRelacionados node: a type of relation and the folios fiscales that it relates to. */
export const relationWire = z
  .object({
    tipoRelacion: z.string().openapi({ description: 'c_TipoRelacion.' }),
    uuids: z.array(z.string()),
  })
  .openapi('CfdiRelacionados');

/** A relation as it is serialized. */
export type Relation = z.output<typeof relationWire>;

/** Reads the relations from the stamped XML; none before the invoice is stamped. */
export function relationsOf({ stamped }: Pick<Invoice, 'stamped'>): Relation[] {
  if (!stamped) return [];
  const read = readCfdiHead(stamped.xml);
  if (read.kind !== 'cfdi') return [];
  return read.file.comprobante.cfdiRelacionados.map(({ tipoRelacion, uuids }) => ({ tipoRelacion, uuids: [...uuids] }));
}
