/** Where the next page of a list begins. */
import { z } from '@hono/zod-openapi';

/** The `next` of a list, which is the id of the last one on the page. Any other text is refused, because it would find nothing. */
export function nextOf(prefix: 'inv' | 'msg' | 'ref' | 'req' | 'sale') {
  return z
    .string()
    .max(80)
    .regex(new RegExp(`^${prefix}_[0-9a-z_]+$`), 'malformed')
    .openapi({ description: 'The `next` of the previous page.' });
}
