/** The faults that the sandbox can simulate, each with the stage of a call at which it acts. They are set through `/control`. */
import { z } from 'zod';

/**
 * When a fault acts: `arrival` before anything is looked at; `rules` instead of the checks, for a document that has no stamp
 * yet; `repeat` if the document is already stamped; `wait` between deciding and answering, whatever was decided; `answer`
 * once the stamp is durable; `clock` always.
 */
export type Stage = 'wait' | 'arrival' | 'rules' | 'repeat' | 'answer' | 'clock';

/** Every fault, its stage, and what it does. */
export const FAULTS = {
  delay: { stage: 'wait', does: 'answers delayMs later, a refusal too' },
  'error-before': { stage: 'arrival', does: 'HTTP 500, nothing stamped' },
  'drop-before': { stage: 'arrival', does: 'closes the connection, nothing stamped' },
  unauthorized: { stage: 'arrival', does: 'HTTP 401, code 300: user or password' },
  'no-credit': { stage: 'arrival', does: 'HTTP 402, code 718: no stamps left' },
  maintenance: { stage: 'arrival', does: 'HTTP 503 with Retry-After, nothing looked at' },
  lco: { stage: 'rules', does: 'refuses with 402: issuer not in the LCO' },
  'csd-not-in-lco': { stage: 'rules', does: 'refuses with 305: a new CSD that the LCO does not list yet' },
  stale: { stage: 'rules', does: 'refuses with 401: Fecha out of the 72 hours' },
  reject: { stage: 'rules', does: 'refuses with any code (CFDI40145, 303 …)' },
  'empty-307': { stage: 'repeat', does: 'answers a repeat with a 307 that carries no timbre' },
  'lose-answer': { stage: 'answer', does: 'stamps, then closes the connection' },
  'late-answer': { stage: 'answer', does: 'stamps, answers after delayMs (65 s by default)' },
  'error-after': { stage: 'answer', does: 'stamps, then HTTP 500' },
  html: { stage: 'answer', does: 'stamps, then a page of HTML with HTTP 200' },
  'half-body': { stage: 'answer', does: 'stamps, then half of the answer' },
  clock: { stage: 'clock', does: 'its clock runs offsetMs away from the true one' },
} as const satisfies Record<string, { readonly stage: Stage; readonly does: string }>;

/** The name of a simulated fault, as `/control` accepts it. */
export type FaultName = keyof typeof FAULTS;

/** A fault that acts now, with what it needs. */
export type Fault = {
  readonly fault: FaultName;
  readonly delayMs?: number | undefined;
  readonly code?: string | undefined;
  readonly offsetMs?: number | undefined;
};

/** A fault as set; without `times` it stays until it is cleared. */
export type SetFault = Fault & { readonly times?: number | undefined };

/** The delay of a late answer: longer than any deadline or lease of a PAC call (`invoicing/ask-pac.ts`). */
export const LATE_ANSWER_MS = 65_000;

const HOUR_MS = 3_600_000;

// A refusal names a code of the matrix (CFDI40145) or a PAC's own number.
const codeSchema = z.string().regex(/^(?:CFDI\d{5,6}|\d{3})$/);

const controlSchema = z
  .strictObject({
    fault: z.enum(Object.keys(FAULTS) as [FaultName, ...FaultName[]]),
    times: z.int().min(1).optional(),
    delayMs: z.int().min(0).max(HOUR_MS).optional(),
    code: codeSchema.optional(),
    offsetMs: z.int().optional(),
  })
  .refine((set) => set.fault !== 'reject' || set.code !== undefined, 'reject needs a code')
  .refine((set) => set.fault !== 'delay' || set.delayMs !== undefined, 'delay needs delayMs')
  .refine((set) => set.fault !== 'clock' || set.offsetMs !== undefined, 'clock needs offsetMs');

/** Parses a request to `/control`; an error lists what is supported. */
export function parseControl(
  body: unknown,
): { readonly ok: true; readonly set: SetFault } | { readonly ok: false; readonly detail: string } {
  const parsed = controlSchema.safeParse(body);
  return parsed.success ? { ok: true, set: parsed.data } : { ok: false, detail: z.prettifyError(parsed.error) };
}
