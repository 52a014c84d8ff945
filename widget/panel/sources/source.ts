/** One source of sales: how it is doing, what waits, the address at its provider, its settings, and an end to it. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { createClipboard } from '../clipboard.ts';
import { shortTime } from '../dates.ts';
import { empty } from '../lists/pages-of.ts';
import { leads, type OpenPage, type Panel } from '../page.ts';
import { remote } from '../remote.ts';
import type { Branch } from '../wire.ts';
import { createCredentialsForm } from './credentials-form.ts';
import { createEarlierSales } from './earlier-sales.ts';
import { CREDENTIALS, providerName, providerWhy } from './providers.ts';
import { createDisconnection, createSourceEditor } from './source-editor.ts';
import { isMissigned, stateOf } from './source-state.ts';
import { type ListedSource, type SourceQueue, waitingIn } from './source-wire.ts';
import { createStateMapping } from './state-mapping.ts';
import { createWaitingSales } from './waiting-sales.ts';
import { webhookGuide } from './webhook-guide.ts';

type Found = { readonly source: ListedSource; readonly queue: SourceQueue; readonly branches: readonly Branch[] };

/** Opens the page of a source. */
export const sourcePage: OpenPage = (panel, { id = '' }) => {
  const found = remote(panel, () => read(panel, id));
  let parts: ReturnType<typeof createParts> | undefined;
  const reload = async (): Promise<SourceQueue | undefined> => {
    await Promise.all([found.reload(), panel.changed()]);
    return found.value()?.queue;
  };
  return {
    title: () => found.value()?.source.name ?? msg('Conexión', { id: 'source' }),
    lead: () => {
      const source = found.value()?.source;
      return source && (providerWhy(source.type) || providerName(source.type));
    },
    render: () =>
      found.show((now) => {
        if (now === null) return gone();
        parts ??= createParts(panel, now.source, reload);
        return parts.render(now);
      }),
  };
};

/** `null` if there is no such source in this world. */
async function read(panel: Panel, id: string): Promise<Found | null> {
  const [{ sources }, { branches }] = await Promise.all([
    panel.call<{ sources: readonly ListedSource[] }>('GET', 'sources'),
    panel.call<{ branches: readonly Branch[] }>('GET', 'branches'),
  ]);
  const source = sources.find((one) => one.id === id);
  if (!source) return null;
  return { source, branches, queue: await panel.call<SourceQueue>('GET', `sources/${id}/queue`) };
}

function gone(): TemplateResult {
  return empty(
    msg('Esta conexión no está', { id: 'source-gone' }),
    msg('Se desconectó, o es del otro modo.', { id: 'source-gone-why' }),
    html`<a class="button quiet" href="/panel/conexiones">${msg('Ver las conexiones', { id: 'source-all' })}</a>`,
  );
}

function createParts(panel: Panel, source: ListedSource, reload: () => Promise<SourceQueue | undefined>) {
  const clipboard = createClipboard(panel);
  const waiting = createWaitingSales(panel, source, reload);
  const mapping = createStateMapping(panel, source, reload);
  const earlier = source.webhookUrl === undefined ? undefined : createEarlierSales(panel, source, reload);
  const editor = createSourceEditor(panel, source, reload);
  const credentials = CREDENTIALS[source.type] ? createCredentialsForm(panel, source) : undefined;
  const disconnection = createDisconnection(panel, source);
  const guide = (now: ListedSource) => {
    if (now.webhookUrl === undefined) return nothing;
    return now.health.events === 0
      ? webhookGuide(clipboard, now)
      : html`<details><summary class="hint">${msg(str`Dirección para ${providerName(now.type)}`, { id: 'guide-again' })}</summary>${webhookGuide(clipboard, now)}</details>`;
  };
  // What is in order is folded away.
  const keys = (now: ListedSource) => {
    if (!credentials) return nothing;
    return now.health.events === 0 || isMissigned(now.health)
      ? credentials.render()
      : html`<details><summary class="hint">${msg('Cambiar sus claves', { id: 'cred-change' })}</summary>${credentials.render()}</details>`;
  };
  return {
    render: ({ source: now, queue, branches }: Found): TemplateResult => html`
      ${facts(now, waitingIn(queue))} ${now.type === 'csv' ? upload() : nothing} ${waiting.render(queue)} ${leads(panel.merchant) ? mapping.render(now, queue) : nothing} ${guide(now)}
      ${
        leads(panel.merchant)
          ? html`${keys(now)} ${earlier?.render() ?? nothing} ${editor.render(branches)} ${disconnection.render()}`
          : nothing
      }`,
  };
}

function facts(source: ListedSource, waiting: number): TemplateResult {
  const { events, badSignatures, lastEventAt, lastBadSignatureAt = '', listed } = source.health;
  const isQuiet = source.webhookUrl === undefined;
  return html`${
    isMissigned(source.health)
      ? notice(
          'warn',
          html`<p>${msg(str`El ${shortTime(lastBadSignatureAt)} llegó un aviso que no está firmado con tu clave, y no lo aceptamos. Si ya la corregiste, esto se quita con el siguiente.`, { id: 'source-missigned-why' })}</p>`,
        )
      : nothing
  }
  <dl class="facts">
    <div><dt>${msg('Estado', { id: 'state' })}</dt><dd>${stateOf(source, waiting)}</dd></div>
    ${
      isQuiet
        ? nothing
        : html`<div><dt>${msg('Último aviso', { id: 'source-last' })}</dt><dd>${lastEventAt === undefined ? msg('Todavía nada', { id: 'source-nothing' }) : shortTime(lastEventAt)}</dd></div>
            <div><dt>${msg('Avisos recibidos', { id: 'source-events' })}</dt><dd>${events}</dd></div>
            ${listed ? html`<div><dt>${msg('Leídas de su lista', { id: 'source-listed' })}</dt><dd>${listed}</dd></div>` : nothing}
            ${badSignatures ? html`<div><dt>${msg('Avisos rechazados por su firma', { id: 'source-bad' })}</dt><dd>${badSignatures}</dd></div>` : nothing}`
    }
  </dl>`;
}

function upload(): TemplateResult {
  return html`<p><a class="button" href="/panel/ventas/archivo">${msg('Subir el archivo de mi caja', { id: 'add-sales-file' })}</a></p>`;
}
