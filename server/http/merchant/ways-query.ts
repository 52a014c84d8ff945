/** Ways to search as they are written in a query: `folio.total,folio.email`. */
import { z } from '@hono/zod-openapi';

/** A field by which a customer finds a sale. */
export const lookupField = z.enum(['folio', 'email', 'total', 'date', 'cardLast4']);

const FIELD = '(?:folio|email|total|date|cardLast4)';
const WAY = `${FIELD}(?:\\.${FIELD}){0,4}`;

/** Up to ten ways, each of up to five fields. */
export const waysQuery = z
  .string()
  .regex(new RegExp(`^${WAY}(?:,${WAY}){0,9}$`), 'malformed')
  .transform((text) => text.split(',').map((way) => z.array(lookupField).parse(way.split('.'))));
