/** What the server found when it went through a portal as a customer would. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { fieldWords } from '../portals/portal-words.ts';
import type { Locale, LookupField, PortalRef } from '../wire.ts';

type Words = Readonly<Record<Locale, string>>;

type Step = {
  readonly step: string;
  readonly ok: boolean;
  readonly required: boolean;
  readonly problem?: Words;
  readonly toDo?: Words;
  /** What the portal answered. */
  readonly detail?: string;
};

/** `POST /v1/portals/{slug}/test-run`. */
export type TestRun = {
  readonly ok: boolean;
  readonly steps: readonly Step[];
  readonly mail?: { readonly subject: string; readonly html: string };
  readonly invoice?: { readonly xml?: string; readonly pdf?: string };
  /** A sale left for the merchant to find by hand. */
  readonly tryIt?: { readonly url: string; readonly typed: Readonly<Partial<Record<LookupField, string>>> };
};

/** A step with its tick or, if it failed, why and what to do. */
export function stepRow({ step, ok, required, problem, toDo, detail }: Step, locale: Locale): TemplateResult {
  return html`<li class=${ok ? 'ok' : required ? 'stop' : 'wait'}>
    <p><strong>${stepWords(step)}:</strong> ${ok ? msg('listo.', { id: 'run-step-ok' }) : problem?.[locale]}</p>
    ${ok || !toDo ? nothing : html`<p>${toDo[locale]}</p>`}
    ${ok || !detail ? nothing : html`<p class="hint">${detail}</p>`}
  </li>`;
}

function stepWords(step: string): string {
  const words: Readonly<Record<string, () => string>> = {
    portal: () => msg('El portal', { id: 'run-portal' }),
    csd: () => msg('El sello que firma', { id: 'run-csd' }),
    sale: () => msg('Una venta de prueba', { id: 'run-sale' }),
    search: () => msg('La búsqueda', { id: 'run-search' }),
    receptor: () => msg('Los datos de un cliente sin RFC', { id: 'run-receptor' }),
    preview: () => msg('La vista previa de la factura', { id: 'run-preview' }),
    issue: () => msg('El timbrado', { id: 'run-issue' }),
    xml: () => msg('El XML, con nuestra verificación', { id: 'run-xml' }),
    pdf: () => msg('El PDF', { id: 'run-pdf' }),
    mail: () => msg('El correo', { id: 'run-step-mail' }),
  };
  return words[step]?.() ?? step;
}

/** Renders the links to a test invoice's PDF and XML; nothing before they exist. */
export function downloads({ invoice }: TestRun): TemplateResult | typeof nothing {
  const { pdf, xml } = invoice ?? {};
  if (!pdf && !xml) return nothing;
  return html`<p class="bar-of-actions start">
    ${pdf ? html`<a href=${pdf} target="_blank" rel="noopener">${msg('Ver el PDF', { id: 'run-see-pdf' })}</a>` : nothing}
    ${xml ? html`<a href=${xml} target="_blank" rel="noopener">${msg('Ver el XML', { id: 'run-see-xml' })}</a>` : nothing}
  </p>`;
}

/** The same by hand: where to go, and what to type. */
export function tryAlone({ typed }: NonNullable<TestRun['tryIt']>, { slug }: PortalRef): TemplateResult {
  return html`<section aria-labelledby="run-alone">
    <h2 id="run-alone">${msg('Ahora recórrelo tú', { id: 'run-alone' })}</h2>
    <p>${msg('Ábrelo en una ventana privada, para verlo como alguien que llega por primera vez, y escribe estos datos de otra venta de prueba. Donde pide tu RFC elige «No tengo RFC».', { id: 'run-alone-why' })}</p>
    <dl class="facts">
      ${(Object.entries(typed) as [LookupField, string][]).map(([field, value]) => html`<div><dt>${capital(fieldWords(field))}</dt><dd>${value}</dd></div>`)}
    </dl>
    <p><a class="button" href="/${slug}" target="_blank" rel="noopener">${msg('Abrir mi portal', { id: 'try-open' })}</a></p>
  </section>`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
