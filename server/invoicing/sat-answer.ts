/** Asks the SAT about an invoice: the only proof that it is in force or cancelled. */
import type { CfdiFile } from '../cfdi/comprobante.ts';
import { readCfdiHead } from '../cfdi/comprobante-head.ts';
import { type ReadOutcome, readCfdi } from '../cfdi/comprobante-reader.ts';
import { type CancellationState, cancellationOf } from '../pac/cancellation-state.ts';
import type { Pacs } from '../pac/pacs.ts';
import type { Cancelable, PrintedCfdi, SatStatus } from '../pac/sat-status.ts';
import { printedCfdiOf, type SatStatusOf } from '../pac/sat-status.ts';
import type { StampedInvoice } from './invoice.ts';

const DEADLINE_MS = 20_000;

/** The stamped file, and the data to ask the SAT with. Throws if it is not a stamped CFDI, which would be a bug. */
export function stampedFile({ id, stamped }: Pick<StampedInvoice, 'id' | 'stamped'>): {
  readonly file: CfdiFile;
  readonly printed: PrintedCfdi;
} {
  return stampedIn(id, readCfdi(stamped.xml));
}

/** The same without its conceptos: much faster for a large factura global. */
export function stampedHead({ id, stamped }: Pick<StampedInvoice, 'id' | 'stamped'>): ReturnType<typeof stampedFile> {
  return stampedIn(id, readCfdiHead(stamped.xml));
}

function stampedIn(id: string, read: ReadOutcome): ReturnType<typeof stampedFile> {
  const [timbre] = read.kind === 'cfdi' ? read.file.timbres : [];
  if (read.kind !== 'cfdi' || !timbre) throw new Error(`${id} is recorded without a timbre`);
  return { file: read.file, printed: printedCfdiOf(read.file.comprobante, timbre) };
}

/** What asking the SAT may touch. */
export type SatAnswerDeps = {
  readonly pacs: Pacs;
  readonly satStatusOf: SatStatusOf;
};

/** Asks the SAT directly or, if it does not answer, through one of the merchant's PACs. */
export async function askSat(
  { pacs, satStatusOf }: SatAnswerDeps,
  { merchantId, world, pacId, ...invoice }: StampedInvoice,
): Promise<SatStatus> {
  const { printed } = stampedHead(invoice);
  const status = await satStatusOf({ merchantId, world }).consult(printed, AbortSignal.timeout(DEADLINE_MS));
  if (status.kind !== 'unavailable') return status;
  const able = (await pacs.of({ merchantId, world })).filter(({ satStatus }) => satStatus !== undefined);
  const asked = able.find(({ capabilities }) => capabilities.id === pacId) ?? able[0];
  return (await asked?.satStatus?.(printed, AbortSignal.timeout(DEADLINE_MS))) ?? status;
}

/** Asks the SAT what state a cancellation is in, and whether the invoice could be cancelled now. */
export async function satAnswer(
  deps: SatAnswerDeps,
  invoice: StampedInvoice,
): Promise<{ readonly state: CancellationState; readonly cancelable?: Cancelable }> {
  const status = await askSat(deps, invoice);
  const cancelable = status.kind === 'found' ? status.cancelable : undefined;
  return { state: cancellationOf(status), ...(cancelable && { cancelable }) };
}
