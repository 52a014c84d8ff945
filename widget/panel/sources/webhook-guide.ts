/** Where a source's address goes at its provider, step by step, with everything that is copied there. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { type Clipboard, copyableText } from '../clipboard.ts';
import { credentialWords, providerName } from './providers.ts';
import type { Source } from './source-wire.ts';

/** The events that a provider is asked to send, by its own names. */
const EVENTS: Readonly<Record<string, string>> = {
  shopify: 'orders/paid, orders/updated, orders/cancelled, refunds/create',
  stripe:
    'checkout.session.completed, checkout.session.async_payment_succeeded, payment_intent.succeeded, charge.updated, charge.refunded, refund.updated, refund.failed, charge.dispute.created, charge.dispute.closed',
  conekta: 'order.paid, order.canceled, order.refunded, order.partially_refunded, order.charged_back, charge.refunded',
  openpay: 'charge.succeeded, charge.refunded, charge.cancelled, spei.received, chargeback.accepted',
};

/** The steps at the provider; `made` are the credentials of ours that it is given, which are known only when they are new. */
export function webhookGuide(clipboard: Clipboard, source: Source, made: Readonly<Record<string, string>> = {}) {
  const { type, webhookUrl } = source;
  const events = EVENTS[type];
  const copied: readonly (readonly [string, string, string])[] = [
    ...(webhookUrl === undefined
      ? []
      : [[msg('Dirección', { id: 'guide-address' }), webhookUrl, 'webhook-url'] as const]),
    ...Object.entries(made).map(([name, text]) => [credentialWords(type, name).label, text, `made-${name}`] as const),
  ];
  return html`<section aria-labelledby="guide">
    <h2 id="guide">${webhookUrl === undefined ? msg('Dale este secreto a tu sistema', { id: 'guide-pull' }) : msg(str`Avísale a ${providerName(type)} a dónde mandar tus ventas`, { id: 'guide-title' })}</h2>
    <ol class="how">
      ${stepsOf(type).map((step) => html`<li>${step}</li>`)}
      ${events === undefined ? nothing : html`<li>${msg('Elige estos eventos:', { id: 'guide-events' })} ${events.split(', ').map((event, index) => html`${index ? ', ' : nothing}<code>${event}</code>`)}</li>`}
    </ol>
    ${
      copied.length
        ? html`<div class="record"><dl>${copied.map(([label, text, id]) => html`<div><dt>${label}</dt><dd>${copyableText(clipboard, text, id)}</dd></div>`)}</dl></div>`
        : nothing
    }
    ${Object.keys(made).length ? html`<p class="hint">${webhookUrl === undefined ? msg('Solo aparece esta vez.', { id: 'guide-only-once' }) : msg('Lo que no es la dirección solo aparece esta vez.', { id: 'guide-once' })}</p>` : nothing}
  </section>`;
}

function stepsOf(type: string): readonly (string | TemplateResult)[] {
  const steps: Readonly<Record<string, () => readonly string[]>> = {
    shopify: () => [
      msg('En Shopify abre Configuración > Notificaciones > Webhooks.', { id: 'shopify-1' }),
      msg('Crea uno por cada evento, en formato JSON, con la dirección de abajo.', { id: 'shopify-2' }),
    ],
    woocommerce: () => [
      msg('En WooCommerce abre Ajustes > Avanzado > Webhooks y agrega uno.', { id: 'woo-1' }),
      msg('Tema: «Pedido actualizado». Estado: activo.', { id: 'woo-2' }),
      msg('En «URL de entrega» va la dirección de abajo, y en «Secreto», el secreto.', { id: 'woo-3' }),
    ],
    stripe: () => [
      msg('En Stripe abre Desarrolladores > Webhooks y agrega un destino con la dirección de abajo.', {
        id: 'stripe-1',
      }),
    ],
    'mercado-pago': () => [
      msg('En Mercado Pago abre Tus integraciones, tu aplicación, Webhooks > Configurar notificaciones.', {
        id: 'mp-1',
      }),
      msg('Pega la dirección de abajo, elige el evento «Pagos» y guarda.', { id: 'mp-2' }),
    ],
    conekta: () => [
      msg('En el panel de Conekta abre Desarrolladores > Webhooks y agrega uno con la dirección de abajo.', {
        id: 'conekta-1',
      }),
    ],
    openpay: () => [
      msg('En el panel de Openpay abre Configuraciones > Webhooks y agrega uno con la dirección de abajo.', {
        id: 'openpay-1',
      }),
      msg('Escribe allá el usuario y la contraseña que van con ella.', { id: 'openpay-2' }),
      msg('Openpay manda un código de verificación: lo verás en Avisos, y se lo escribes a Openpay.', {
        id: 'openpay-3',
      }),
    ],
    pull: () => [
      msg('Cada pregunta va firmada (Standard Webhooks): tu sistema la comprueba con este secreto.', { id: 'pull-1' }),
      msg(str`Preguntamos así: ${'{"type": "sale.lookup", "data": {"folio": "A-204", "total": "850.00"}}'}`, {
        id: 'pull-2',
      }),
      msg(
        str`Responde en menos de cuatro segundos: ${'{"sales": [{"folio", "date", "total", "formaPago"}]}'}, o 404 si no es tuya.`,
        { id: 'pull-3' },
      ),
    ],
  };
  return steps[type]?.() ?? [];
}
