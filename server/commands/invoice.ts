/**
 * `autofactura invoice cancel INVOICE --motivo 02`: requests the cancellation and waits a while; a server continues with what is not
 * finished by then.
 */
import { parseArgs } from 'node:util';
import { openStore } from '../../db/open-store.ts';
import { cancellationView } from '../http/merchant/cancellations.ts';
import { cancel } from '../invoicing/cancel.ts';
import type { Motivo } from '../invoicing/cancellation.ts';
import { processConfig } from '../main/config.ts';
import { createLog } from '../main/log.ts';
import { createServices } from '../main/main.ts';
import { faultDetail, Problem, problemDetail } from '../problems/problem.ts';
import { type Command, UsageError } from './command.ts';
import { recorded } from './operator.ts';

const MOTIVOS: readonly string[] = ['01', '02', '03', '04'] satisfies readonly Motivo[];

/** Exits with 1 when the cancellation was rejected, and with 0 while it is still under way. */
export const run: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ motivo: { type: 'string' }, substitute: { type: 'string' }, json: { type: 'boolean' } },
    },
  });
  const [action, id] = positionals;
  const { motivo, substitute } = values;
  if (action !== 'cancel' || id === undefined) throw new UsageError('Which invoice?');
  if (!isMotivo(motivo)) throw new UsageError('Why? --motivo takes 01, 02, 03 or 04.');
  const config = processConfig();
  const store = await openStore(config.store);
  try {
    const invoice = await store.invoices.get(id);
    if (!invoice) throw new Error(`There is no invoice «${id}».`);
    const log = createLog(config.logLevel, { toStderr: true });
    const { invoicing } = createServices(config, store, config.publicUrl ?? '', { log });
    const request = { motivo, by: 'command line', ...(substitute !== undefined && { substitute }) };
    const { merchantId, world } = invoice;
    const deed = { merchantId, world, action: 'POST /invoices/{id}/cancel', target: id };
    const { cancellation } = await recorded(config, store, deed, () => cancel(invoicing, invoice, request));
    const view = cancellationView(cancellation, 'es-MX');
    console.log(values.json ? JSON.stringify(view) : lineOf(view));
    return cancellation.state === 'rejected' ? 1 : 0;
  } catch (error) {
    throw error instanceof Problem ? new Error(sentencesOf(error)) : error;
  } finally {
    await store.close();
  }
};

function isMotivo(text: string | undefined): text is Motivo {
  return text !== undefined && MOTIVOS.includes(text);
}

function lineOf({ id, status, acceptance, refusal }: ReturnType<typeof cancellationView>): string {
  const until = acceptance.needed && acceptance.until !== null ? `  acceptance until ${acceptance.until}` : '';
  return `${id}  ${status}${until}${refusal ? `  ${refusal.code}: ${refusal.detail}` : ''}`;
}

function sentencesOf(problem: Problem): string {
  return [problemDetail(problem, 'es-MX'), ...problem.faults.map((fault) => faultDetail(fault, 'es-MX'))].join('\n');
}
