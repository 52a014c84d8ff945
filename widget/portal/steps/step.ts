/** The parts of every screen: what it can ask of its portal, its heading, its error summary, its forms. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { clean } from '../clean.ts';
import type { PortalEvent } from '../state.ts';
import { fieldOf } from '../states.ts';
import { faultCount } from '../texts.ts';
import type { Fault, PortalSettings, ProblemBody } from '../wire.ts';

/** The portal as a screen sees it. */
export type Host = {
  readonly settings: PortalSettings;
  readonly send: (event: PortalEvent) => void;
  /** A server's link as a whole address. */
  readonly address: (link: string) => string;
  /** The part of a server's link that may be in a page's address. */
  readonly pathOf: (link: string) => string;
};

/** The heading of every step; it takes the focus when the step opens. */
export function heading(title: string, eyebrow?: string, lead?: unknown, look?: 'done'): TemplateResult {
  return html`<header part="header">
    ${eyebrow ? html`<p class="step">${eyebrow}</p>` : nothing}
    <h2 part="heading" class=${look ?? nothing} tabindex="-1">${title}</h2>
    ${lead ? html`<p>${lead}</p>` : nothing}
  </header>`;
}

/** «Paso 2 de 3». */
export function stepOf(number: 1 | 2 | 3): string {
  return msg(str`Paso ${number} de 3`, { id: 'step-of' });
}

/**
 * How many of the `shown` fields to check again, and in full every fault at a field that is not shown; without faults, the refusal's own
 * sentence and, if there is one, the way out of it.
 */
export function summary(
  faults: readonly Fault[],
  problem: ProblemBody | undefined,
  shown: readonly string[],
  wayOut?: unknown,
): TemplateResult | typeof nothing {
  const isShown = (fault: Fault) => shown.includes(fieldOf(fault));
  const count = faults.filter(isShown).length;
  const lines = [
    ...(count ? [faultCount(count)] : []),
    ...faults.filter((fault) => !isShown(fault)).map(sentence),
    ...(problem && !faults.length ? [problem.detail] : []),
  ];
  return lines.length ? notice('bad', html`${lines.map((one) => html`<p>${one}</p>`)}${wayOut}`) : nothing;
}

function sentence({ detail, satCode }: Fault): TemplateResult {
  return html`${detail} ${satCode ? html`<small>${satCode}</small>` : nothing}`;
}

/** The sentence of a field's faults, with the SAT's code in small print for support. */
export function faultAt(faults: readonly Fault[], field: string): unknown {
  const here = faults.filter((fault) => fieldOf(fault) === field);
  return here.length ? here.map(sentence) : undefined;
}

/** The listeners of a form whose inputs belong to `group`: they store what is typed, and normalise it when the field is left. */
export function edits(host: Host, group: 'lookup' | 'receptor', tidy = clean) {
  return (event: Event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement || input instanceof HTMLSelectElement) || !input.name) return;
    const value = event.type === 'change' ? tidy(input.name, input.value) : input.value;
    host.send({ kind: 'edit', [group]: { [input.name]: value } });
  };
}

/** A placeholder that cannot be mistaken for a value: «Ej. 348.00». */
export function example(value: string): string {
  return msg(str`Ej. ${value}`, { id: 'example' });
}

/** A fault found here, before anything is sent. */
export function faultOf(pointer: string, detail: string): Fault {
  return { pointer, code: 'client', detail };
}

/** A form's submit listener: runs `go` instead of loading a page. */
export function submits(go: () => void) {
  return (event: Event) => {
    event.preventDefault();
    go();
  };
}

/** «¿Necesitas ayuda?» with the merchant's address and phone, if there are any. */
export function help({ settings }: Host): TemplateResult | typeof nothing {
  const { email, phone } = settings.contact;
  if (!email && !phone) return nothing;
  return html`<p>${msg('¿Necesitas ayuda?', { id: 'help' })} ${contact(settings)}</p>`;
}

/** The merchant's address and phone as links. */
export function contact({ contact: { email, phone } }: PortalSettings): TemplateResult {
  return html`${email ? html`<a href="mailto:${email}">${email}</a>` : nothing}${email && phone ? ' · ' : nothing}${
    phone ? html`<a href="tel:${phone.replace(/[^+\d]/g, '')}">${phone}</a>` : nothing
  }`;
}

/** Why we ask, next to the button that sends it. */
export function privacy({ settings: { privacyUrl } }: Host): TemplateResult {
  return html`<p>${msg('Usamos tus datos solo para hacer tu factura.', { id: 'privacy' })}
    ${privacyUrl ? html`<a href=${privacyUrl} target="_blank" rel="noopener">${msg('Aviso de privacidad', { id: 'privacy-notice' })}</a>` : nothing}</p>`;
}
