/** Merchants and branches on the wire: what a request or a command line can state about them. */
import { z } from '@hono/zod-openapi';

const line = (most: number) => z.string().trim().min(1, 'required').max(most, 'text-too-long');

const identity = {
  rfc: z.string().max(40, 'text-too-long'),
  nombre: z.string().max(600, 'text-too-long').openapi({
    description: 'As in the Constancia: without the capital regime (SA DE CV).',
  }),
  nombreAsGiven: z.boolean().optional().openapi({
    description:
      'Keeps an ending that looks like a capital regime, for the rare company whose registered name has one.',
  }),
  regimenFiscal: z.string().max(10, 'text-too-long'),
};
const tradeName = line(80).openapi({ description: 'The name that customers know.' });
const contact = z.strictObject({
  email: z.email('email-malformed').max(254).optional(),
  phone: line(30).optional(),
});
const codigoPostal = z.string().max(20, 'text-too-long');

/** Schema of a request to create a merchant together with its first branch. The fiscal rules are checked afterwards. */
export const newMerchantWire = z
  .strictObject({
    ...identity,
    // Emptiness is checked with everything else, so that all faults are reported at once.
    tradeName: z.string().trim().max(80, 'text-too-long').openapi({ description: 'The name that customers know.' }),
    codigoPostal: codigoPostal.openapi({ description: 'Of its first branch.' }),
    contact: contact.optional(),
  })
  .openapi('NewMerchant');

/** Schema of a change to a merchant: any subset of its properties; those left out stay as they are. */
export const merchantPatchWire = z
  .strictObject({ ...identity, tradeName, contact })
  .partial()
  .openapi('MerchantPatch');

/** A branch is named in sales by its code: `centro`. */
export const newBranchWire = z
  .strictObject({
    code: z
      .string()
      .trim()
      .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,49}$/u, 'branch-code-malformed')
      .openapi({ example: 'centro', description: 'The code by which sales refer to it.' }),
    name: line(80),
    codigoPostal: codigoPostal.openapi({
      description: 'LugarExpedicion of what it sells; its time zone follows from it.',
    }),
  })
  .openapi('NewBranch');

/** Schema of a change to a branch. Its `code` cannot change, because sales refer to it. */
export const branchPatchWire = newBranchWire.omit({ code: true }).partial().openapi('BranchPatch');

/** A request to create a merchant, parsed. */
export type NewMerchant = z.output<typeof newMerchantWire>;
/** A change to a merchant, parsed. */
export type MerchantPatch = z.output<typeof merchantPatchWire>;
/** A request to create a branch, parsed. */
export type NewBranch = z.output<typeof newBranchWire>;
/** A change to a branch, parsed. */
export type BranchPatch = z.output<typeof branchPatchWire>;
