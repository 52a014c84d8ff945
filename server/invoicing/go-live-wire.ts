/** The request to go live. */
import { z } from '@hono/zod-openapi';

/** Schema of a request to go live; an empty object is valid. */
export const goLiveWire = z
  .strictObject({
    manifestSignedOn: z.iso.date('day-malformed').optional().openapi({
      description:
        'The day on which you signed the contract and manifest at your PAC. It is your statement, and is stored as such.',
    }),
    slug: z
      .string()
      .max(80, 'text-too-long')
      .optional()
      .openapi({ description: 'The address of the live portal, if there is none yet.' }),
  })
  .openapi('GoLive');
