/** Reading a provider's own list: to see whether it answers, and to bring the sales of before. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { focusOn } from '../focus.ts';
import { createForm } from '../form.ts';
import type { Panel } from '../page.ts';
import { createAttempt } from '../team/attempt.ts';
import { providerName } from './providers.ts';
import type { Backfill, Source } from './source-wire.ts';

const DAY_MS = 86_400_000;
/** A shop that connects its provider usually wants the last month. */
const USUAL_DAYS = 30;

/** Creates the section; `changed` is called when sales may have come. */
export function createEarlierSales(panel: Panel, source: Source, changed: () => Promise<unknown>) {
  const attempt = createAttempt(panel);
  let outcome: { readonly isGood: boolean; readonly words: string } | undefined;
  const show = async (next: typeof outcome): Promise<void> => {
    outcome = next;
    panel.say(next?.words ?? '');
    await focusOn(panel, 'listed');
  };
  const ask = (since: string, dryRun: boolean): Promise<Backfill> =>
    panel.call<Backfill>('POST', `sources/${source.id}/backfill`, { body: { since, dryRun } });
  const form = createForm(panel, {
    ...{ name: `backfill ${source.id}`, values: { since: dayBefore(USUAL_DAYS) } },
    required: () => ['since'],
    async send({ since = '' }) {
      let read = await ask(startOf(since), false);
      while (read.status === 'more' && !panel.signal.aborted) read = await ask(startOf(since), false);
      await changed();
      await show({ isGood: read.status === 'all', words: fetchedWords(source.type, read) });
    },
  });
  const test = (): Promise<void> =>
    attempt.run(async () => {
      const read = await ask(startOf(form.values().since ?? ''), true);
      await show({ isGood: read.status === 'all' || read.status === 'more', words: testedWords(source.type, read) });
    });
  return {
    render: (): TemplateResult => html`<section aria-labelledby="earlier">
      <h2 id="earlier">${msg('Las ventas de antes', { id: 'backfill-title' })}</h2>
      ${attempt.shown()}
      ${outcome === undefined ? nothing : html`<div id="listed" tabindex="-1">${notice(outcome.isGood ? 'good' : 'warn', html`<p>${outcome.words}</p>`)}</div>`}
      ${form.render(
        form.field('since', {
          label: msg('Desde qué día', { id: 'since-day' }),
          hint: msg('Traer dos veces la misma venta no la duplica.', { id: 'backfill-hint' }),
          type: 'date',
        }),
        msg('Traer las ventas', { id: 'backfill-go' }),
        msg('Trayendo… puede tardar', { id: 'backfill-going' }),
      )}
      <div class="actions">${action(msg('Solo probar si responde', { id: 'backfill-test' }), test)}</div>
    </section>`,
  };
}

function dayBefore(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
}

function startOf(day: string): string {
  const date = new Date(`${day}T00:00:00`);
  return Number.isNaN(date.getTime()) ? day : date.toISOString();
}

function fetchedWords(type: string, read: Backfill): string {
  if (read.status !== 'all') return refusedWords(type, read);
  return msg(str`Listo: ${providerName(type)} nos dio todas sus ventas desde ese día.`, { id: 'backfill-all' });
}

function testedWords(type: string, read: Backfill): string {
  if (read.status === 'all')
    return msg(str`${providerName(type)} respondió bien. Ventas desde ese día: ${read.sales}.`, {
      id: 'backfill-tested',
    });
  if (read.status === 'more')
    return msg(str`${providerName(type)} respondió bien. Ventas desde ese día: más de ${read.sales}.`, {
      id: 'backfill-tested-more',
    });
  return refusedWords(type, read);
}

function refusedWords(type: string, { status, reason = '' }: Backfill): string {
  return status === 'no-list'
    ? msg(
        str`Para leer las ventas de ${providerName(type)} falta su llave opcional: escríbela en «Cambiar sus claves». Las ventas nuevas no la necesitan.`,
        {
          id: 'backfill-no-list',
        },
      )
    : msg(str`${providerName(type)} no respondió como debía (${reason}). Revisa sus claves, o prueba en un rato.`, {
        id: 'backfill-away',
      });
}
