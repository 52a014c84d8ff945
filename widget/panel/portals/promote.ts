/** Promoting the portal to customers: posters and QRs to print, a screen for the till, texts to copy, and the visits that each brought. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { type Clipboard, createClipboard } from '../clipboard.ts';
import { empty } from '../lists/pages-of.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { language } from '../texts.ts';
import type { PortalRef, PortalSettings } from '../wire.ts';
import { channelWords, partWords } from './channel-words.ts';
import { type Paper, posterOf } from './presets.ts';

type Piece = {
  readonly id: string;
  readonly title: string;
  readonly where: string;
  readonly parts: readonly { readonly format: string; readonly content: string }[];
};
type Visits = { readonly total: number; readonly channels: Readonly<Record<string, number>> };

type Promotion = {
  readonly portals: readonly PortalRef[];
  readonly portal: PortalRef;
  readonly pieces: readonly Piece[];
  readonly visits: Visits;
  readonly poster: Paper;
};

/** Opens the page with a portal's link, posters and texts to copy. */
export const promotePage: OpenPage = (panel) => {
  const clipboard = createClipboard(panel);
  const wanted = panel.query.get('portal');
  const promotion = remote(panel, () => read(panel, wanted));
  return {
    title: () => msg('Cuéntaselo a tus clientes', { id: 'step-promote' }),
    lead: () =>
      msg('Un QR en tu caja, un enlace en tus correos: que nadie tenga que preguntar.', { id: 'step-promote-why' }),
    render: () =>
      promotion.show((found) =>
        found
          ? html`${choice(found)} ${prints(panel, found)} ${qrs(panel, found.portal)} ${screen(found.portal)} ${visited(found.visits)}
              ${found.pieces.map((piece) => pieceSection(piece, clipboard))}`
          : empty(
              msg('Primero crea tu portal.', { id: 'try-no-portal' }),
              msg('Cuando tengas uno, aquí están sus carteles y sus textos.', { id: 'promote-none' }),
              html`<a class="button" href="/panel/portales">${msg('Crear mi portal', { id: 'portal-create' })}</a>`,
            ),
      ),
  };
};

async function read(panel: Panel, wanted: string | null): Promise<Promotion | null> {
  const { portals } = await panel.call<{ portals: readonly PortalRef[] }>('GET', 'portals');
  const portal = portals.find(({ slug }) => slug === wanted) ?? portals[0];
  if (!portal) return null;
  const at = `portals/${portal.slug}`;
  const [{ pieces }, visits, { noun }] = await Promise.all([
    panel.call<{ pieces: readonly Piece[] }>('GET', `${at}/promotion/texts?language=${language()}`),
    panel.call<Visits>('GET', `${at}/promotion/visits`),
    panel.call<PortalSettings>('GET', `${at}/settings`),
  ]);
  return { portals, portal, pieces, visits, poster: posterOf(noun) };
}

/** The choice of the portal, if there are several. */
function choice({ portals, portal }: Promotion): TemplateResult | typeof nothing {
  if (portals.length < 2) return nothing;
  return html`<nav class="tabs" aria-label=${msg('Portal', { id: 'portal' })}>
    ${portals.map(({ slug, title }) => html`<a href="/panel/difundir?portal=${slug}" aria-current=${slug === portal.slug ? 'page' : nothing}>${title} <small>/${slug}</small></a>`)}
  </nav>`;
}

function prints(panel: Panel, { portal: { slug, world }, poster }: Promotion): TemplateResult {
  const papers: readonly (readonly [paper: string, text: string, file: string])[] = [
    ['letter', msg('Cartel, tamaño carta', { id: 'poster-letter' }), msg('carta', { id: 'poster-letter-file' })],
    ['a4', msg('Cartel, tamaño A4', { id: 'poster-a4' }), 'a4'],
    ['table-tent', msg('Para la mesa', { id: 'poster-tent' }), msg('mesa', { id: 'poster-tent-file' })],
    ['till-sticker', msg('Para la caja', { id: 'poster-sticker' }), msg('caja', { id: 'poster-sticker-file' })],
  ];
  const sorted = [...papers].sort(([one], [other]) => Number(other === poster) - Number(one === poster));
  return html`<section aria-labelledby="prints">
    <h2 id="prints">${msg('Para imprimir', { id: 'prints' })}</h2>
    ${world === 'test' ? html`<p class="hint">${msg('Estos llevan a tu portal de prueba. Los de verdad salen en el modo En vivo.', { id: 'prints-test' })}</p>` : nothing}
    <div class="actions">
      ${sorted.map(([paper, text, file]) => action(text, get(panel, slug, `poster?paper=${paper}&language=${language()}`, `${slug}-${file}.pdf`), 'big'))}
    </div>
    <p class="hint">${msg('Imprímelos al 100 %, sin ajustar a la página. El de mesa se dobla a la mitad; el de caja trae cuatro para recortar.', { id: 'prints-hint' })}</p>
  </section>`;
}

function qrs(panel: Panel, { slug }: PortalRef): TemplateResult {
  const file = (query: string, name: string) =>
    get(panel, slug, `qr?${query}&language=${language()}`, `${slug}-${name}`);
  return html`<section aria-labelledby="qrs">
    <h2 id="qrs">${msg('El QR para tus tickets', { id: 'qrs' })}</h2>
    <p>${msg('Para que tu caja lo imprima al pie de cada ticket, o para quien diseña tus cosas.', { id: 'qrs-why' })}</p>
    <div class="actions">
      ${action(msg('Imagen PNG', { id: 'qr-png' }), file('format=png', 'qr.png'), 'big')}
      ${action(msg('Dibujo SVG', { id: 'qr-svg' }), file('format=svg', 'qr.svg'), 'big')}
      ${action(msg('Impresora de 80 mm (ESC/POS)', { id: 'qr-escpos-80' }), file('format=escpos&roll=80', 'qr-80.bin'), 'big')}
      ${action(msg('Impresora de 58 mm (ESC/POS)', { id: 'qr-escpos-58' }), file('format=escpos&roll=58', 'qr-58.bin'), 'big')}
    </div>
  </section>`;
}

function screen({ slug }: PortalRef): TemplateResult {
  return html`<section aria-labelledby="screen">
    <h2 id="screen">${msg('En la pantalla de tu caja', { id: 'screen' })}</h2>
    <p>${msg('Una página con el QR tan grande como quepa, para la pantalla que ve tu cliente.', { id: 'screen-why' })}</p>
    <p><a class="button quiet" href="/${slug}/pantalla" target="_blank" rel="noopener">${msg('Abrir la pantalla', { id: 'screen-open' })}</a></p>
  </section>`;
}

function visited({ total, channels }: Visits): TemplateResult {
  const rows = Object.entries(channels).sort(([, one], [, other]) => other - one);
  return html`<section aria-labelledby="visits">
    <h2 id="visits">${msg('Por dónde llegan', { id: 'visits' })}</h2>
    ${
      total
        ? html`<div class="table"><table>
            <thead><tr><th scope="col">${msg('De', { id: 'visits-from' })}</th><th scope="col" class="number">${msg('Visitas, 30 días', { id: 'visits-30' })}</th></tr></thead>
            <tbody>${rows.map(([channel, visits]) => html`<tr><th scope="row">${channelWords(channel)}</th><td class="number">${visits}</td></tr>`)}</tbody>
          </table></div>`
        : html`<p>${msg('Aún nadie. Cada cartel y cada texto de aquí lleva su propia marca: verás cuál te trae más visitas, sin saber de quién.', { id: 'visits-none' })}</p>`
    }
  </section>`;
}

/** Downloads a file through the panel's API client, and saves it under a name. */
function get(panel: Panel, slug: string, path: string, name: string) {
  return async (): Promise<void> => {
    const file = await panel.call<Blob>('GET', `portals/${slug}/promotion/${path}`, { isFile: true });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  };
}

function pieceSection({ id, title, where, parts }: Piece, { words, copy }: Clipboard): TemplateResult {
  return html`<section aria-labelledby="piece-${id}">
    <h2 id="piece-${id}">${title}</h2>
    <p>${where}</p>
    ${parts.map(({ format, content }) => {
      const name = parts.length > 1 ? `${title}, ${partWords(format)}` : title;
      return html`<pre>${content}</pre>
        ${action(words(content, msg(str`Copiar «${name}»`, { id: 'copy' })), () => copy(content))}`;
    })}
  </section>`;
}
