/**
 * `autofactura invoice cancel INVOICE --motivo 02`: requests the cancellation and waits a while; a server continues with what is not
 * finished by then. `terms` says in advance who has to accept, until when and what it may cost; the rest decides an undecided one (`undecided.ts`).
 */
import { parseArgs } from 'node:util';
import { openStore } from '../../db/open-store.ts';
import { cancellationView, termsView } from '../http/merchant/cancellations.ts';
import { cancel, previewCancellation } from '../invoicing/cancel.ts';
import type { Motivo } from '../invoicing/cancellation.ts';
import type { Invoice } from '../invoicing/invoice.ts';
import { createServices } from '../main/compose-services.ts';
import { processConfig } from '../main/config.ts';
import { joinJournal } from '../main/join-journal.ts';
import { createLog } from '../main/log.ts';
import { faultDetail, Problem, problemDetail } from '../problems/problem.ts';
import { type Command, UsageError } from './command.ts';
import { operatorOf, recorded } from './operator.ts';
import { decide } from './undecided.ts';

const MOTIVOS: readonly string[] = ['01', '02', '03', '04'] satisfies readonly Motivo[];

/** The actions that have a module of their own. */
const ELSEWHERE: Readonly<Record<string, () => Promise<{ readonly run: Command }>>> = {
  list: () => import('./invoice-list.ts'),
  show: () => import('./invoice-list.ts'),
  preview: () => import('./invoice-make.ts'),
  make: () => import('./invoice-make.ts'),
  correct: () => import('./invoice-correct.ts'),
};

/** Exits with 1 if the cancellation was rejected, and with 0 while it is still in progress. */
export const run: Command = async (args) => {
  const elsewhere = ELSEWHERE[args[0] ?? ''];
  return elsewhere ? (await elsewhere()).run(args) : decideOrCancel(args);
};

const decideOrCancel: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ motivo: { type: 'string' }, substitute: { type: 'string' }, json: { type: 'boolean' } },
      evidence: { type: 'string' },
    },
  });
  const [action, id, file] = positionals;
  const { motivo, substitute, evidence } = values;
  if (!isAction(action) || id === undefined) throw new UsageError('Which invoice?');
  if (action === 'cancel' && !isMotivo(motivo)) throw new UsageError('Why? --motivo takes 01, 02, 03 or 04.');
  const config = processConfig();
  const opened = await openStore(config.store);
  const log = createLog(config.logLevel, { toStderr: true });
  const { store } = await joinJournal(config, opened, { log });
  try {
    const invoice = await store.invoices.get(id);
    if (!invoice) throw new Error(`There is no invoice «${id}».`);
    const { invoicing } = createServices(config, store, config.publicUrl ?? '', { log });
    const print = (view: object, line: string): void => console.log(values.json ? JSON.stringify(view) : line);
    if (action === 'terms') {
      await tellTerms(invoicing, invoice, print);
      return 0;
    }
    const { merchantId, world } = invoice;
    const deed = { merchantId, world, action: `POST /invoices/{id}/${action}`, target: id };
    if (action !== 'cancel') {
      const given = { file, evidence, by: operatorOf(config).actor };
      const { view, line } = await recorded(config, store, deed, () => decide(invoicing, action, invoice, given));
      print(view, line);
      return 0;
    }
    if (!isMotivo(motivo)) throw new UsageError('Why? --motivo takes 01, 02, 03 or 04.');
    const request = { motivo, by: 'command line', ...(substitute !== undefined && { substitute }) };
    const { cancellation } = await recorded(config, store, deed, () => cancel(invoicing, invoice, request));
    const view = cancellationView(cancellation, 'es-MX');
    print(view, lineOf(view));
    return cancellation.state === 'rejected' ? 1 : 0;
  } catch (error) {
    throw error instanceof Problem ? new Error(sentencesOf(error)) : error;
  } finally {
    await store.close();
  }
};

const ACTIONS = ['cancel', 'terms', 'look-up', 'adopt', 'release'] as const;

function isAction(text: string | undefined): text is (typeof ACTIONS)[number] {
  return ACTIONS.some((action) => action === text);
}

/**
 * Who has to accept and until when, the last day, the fine after it, and what prevents it: the same as the API's terms of a cancellation.
 */
async function tellTerms(
  invoicing: Parameters<typeof previewCancellation>[0] & { readonly now: () => number },
  invoice: Invoice,
  print: (view: object, line: string) => void,
): Promise<void> {
  const view = termsView(await previewCancellation(invoicing, invoice), invoicing.now(), 'es-MX');
  print(view, view.warnings.map(({ detail }) => detail).join('\n'));
}

function isMotivo(text: string | undefined): text is Motivo {
  return text !== undefined && MOTIVOS.includes(text);
}

function lineOf({ id, status, acceptance, refusal }: ReturnType<typeof cancellationView>): string {
  const until = acceptance.needed && acceptance.until !== null ? `  acceptance until ${acceptance.until}` : '';
  return `${id}  ${status}${until}${refusal ? `  ${refusal.code}: ${refusal.detail}` : ''}`;
}

function sentencesOf(problem: Problem): string {
  return [
    problemDetail(problem, 'es-MX', 'merchant'),
    ...problem.faults.map((fault) => faultDetail(fault, 'es-MX')),
  ].join('\n');
}
