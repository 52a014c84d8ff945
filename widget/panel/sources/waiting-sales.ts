/** What a source sent and could not become a sale, why, and another try. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { shortTime } from '../dates.ts';
import { focusOn } from '../focus.ts';
import { leads, type Panel } from '../page.ts';
import { createAttempt } from '../team/attempt.ts';
import { type Source, type SourceQueue, waitingIn } from './source-wire.ts';

/** Creates the section; `changed` reads the queue again and resolves to it. */
export function createWaitingSales(panel: Panel, { id }: Source, changed: () => Promise<SourceQueue | undefined>) {
  const attempt = createAttempt(panel);
  let outcome: string | undefined;
  const retry = (): Promise<void> =>
    attempt.run(async () => {
      await panel.call('POST', `sources/${id}/replay`);
      const left = waitingIn((await changed()) ?? { problems: [], unread: [] });
      outcome = outcomeWords(left);
      panel.say(outcome);
      await focusOn(panel, 'retried');
    });
  return {
    render(queue: SourceQueue): TemplateResult | typeof nothing {
      const waiting = waitingIn(queue);
      if (waiting === 0 && outcome === undefined) return nothing;
      return html`<section aria-labelledby="waiting">
        <h2 id="waiting">${msg('Lo que espera tu ayuda', { id: 'queue-title' })}</h2>
        ${attempt.shown()}
        ${outcome === undefined ? nothing : html`<div id="retried" tabindex="-1">${notice(waiting ? 'warn' : 'good', html`<p>${outcome}</p>`)}</div>`}
        ${waiting ? html`${list(queue)} ${ways(id, queue)} ${leads(panel.merchant) ? html`<div class="actions">${action(msg('Intentar otra vez', { id: 'retry' }), retry, 'big')}</div>` : nothing}` : nothing}
      </section>`;
    },
  };
}

function outcomeWords(left: number): string {
  if (left === 0) return msg('Ya no espera nada: todo se volvió venta.', { id: 'queue-none-left' });
  return left === 1
    ? msg('Sigue esperando 1, por lo que dice abajo.', { id: 'queue-left-1' })
    : msg(str`Siguen esperando ${left}, por lo que dice abajo.`, { id: 'queue-left' });
}

function list({ problems, unread }: SourceQueue): TemplateResult {
  return html`<p class="hint">${msg('Arregla la causa en tu tienda o abajo, en lo que vendes por aquí, e intenta otra vez. Nada se pierde.', { id: 'queue-why' })}</p>
    <ul class="rows">
      ${problems.map(
        ({ sale, since, errors }) =>
          html`<li class="row-link"><span class="row-main"><strong>${sale}</strong>${errors.map(({ detail }) => html`<span class="below">${detail}</span>`)}<span class="below">${shortTime(since)}</span></span></li>`,
      )}
      ${unread.map(
        ({ type, reason, receivedAt }) =>
          html`<li class="row-link"><span class="row-main"><strong>${type || msg('Un aviso', { id: 'queue-event' })}</strong><span class="below">${reasonWords(reason)}</span><span class="below">${shortTime(receivedAt)}</span></span></li>`,
      )}
    </ul>`;
}

/** Where the causes that have a page of their own are mended. */
function ways(id: string, { problems }: SourceQueue): TemplateResult | typeof nothing {
  const codes = new Set(problems.flatMap(({ errors }) => errors.map(({ code }) => code)));
  const isPaid = codes.has('tender-unknown');
  const isProduct = codes.has('line-without-tax') || codes.has('line-taxes-unclear');
  if (!isPaid && !isProduct) return nothing;
  return html`<p class="bar-of-actions start">
    ${isPaid ? html`<a href="/panel/formas-de-pago?de=${id}">${msg('Decir qué es esa forma de pago', { id: 'queue-payments' })}</a>` : nothing}
    ${isProduct ? html`<a href="/panel/productos">${msg('Dar sus impuestos a ese producto', { id: 'queue-products' })}</a>` : nothing}
  </p>`;
}

function reasonWords(reason: string): string {
  return reason === 'other-world'
    ? msg('Es del otro modo: un aviso de prueba no vale en vivo, ni uno de verdad en pruebas.', {
        id: 'queue-other-world',
      })
    : msg(str`No lo pudimos leer (${reason}).`, { id: 'queue-unreadable' });
}
