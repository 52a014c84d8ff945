/** Telling customers about the portal: posters and QRs to print, and texts to copy. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import { empty } from '../lists/pages-of.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { language } from '../texts.ts';
import type { PortalRef } from '../wire.ts';

type Piece = {
  readonly id: string;
  readonly title: string;
  readonly where: string;
  readonly parts: readonly { readonly format: string; readonly content: string }[];
};

type Promotion = { readonly portal: PortalRef; readonly pieces: readonly Piece[] };

export const promotePage: OpenPage = (panel) => {
  let copied: string | undefined;
  const promotion = remote(panel, () => read(panel));
  const copy = async (content: string): Promise<void> => {
    await navigator.clipboard.writeText(content);
    copied = content;
    panel.redraw();
    panel.say(msg('Copiado', { id: 'copied' }));
  };
  return {
    title: () => msg('Cuéntaselo a tus clientes', { id: 'step-promote' }),
    lead: () =>
      msg('Un QR en tu caja, un enlace en tus correos: que nadie tenga que preguntar.', { id: 'step-promote-why' }),
    render: () =>
      promotion.show((found) =>
        found
          ? html`${prints(panel, found.portal)} ${found.pieces.map((piece) => pieceSection(piece, copied, copy))}`
          : empty(
              msg('Primero crea tu portal.', { id: 'try-no-portal' }),
              msg('Cuando tengas uno, aquí están sus carteles y sus textos.', { id: 'promote-none' }),
              html`<a class="button" href="/panel/portales">${msg('Crear mi portal', { id: 'portal-create' })}</a>`,
            ),
      ),
  };
};

async function read(panel: Panel): Promise<Promotion | null> {
  const { portals } = await panel.call<{ portals: readonly PortalRef[] }>('GET', 'portals');
  const [portal] = portals;
  if (!portal) return null;
  const { pieces } = await panel.call<{ pieces: readonly Piece[] }>(
    'GET',
    `portals/${portal.slug}/promotion/texts?language=${language()}`,
  );
  return { portal, pieces };
}

function prints(panel: Panel, { slug, world }: PortalRef) {
  const papers = [
    ['letter', msg('Cartel, tamaño carta', { id: 'poster-letter' })],
    ['table-tent', msg('Para la mesa', { id: 'poster-tent' })],
    ['till-sticker', msg('Para la caja', { id: 'poster-sticker' })],
  ] as const;
  const get = (path: string, name: string) => () => download(panel, `portals/${slug}/promotion/${path}`, name);
  return html`<section aria-labelledby="prints">
    <h2 id="prints">${msg('Para imprimir', { id: 'prints' })}</h2>
    ${world === 'test' ? html`<p class="hint">${msg('Estos llevan a tu portal de prueba. Los de verdad salen en el modo En vivo.', { id: 'prints-test' })}</p>` : nothing}
    <div class="actions">
      ${papers.map(([paper, text]) => action(text, get(`poster?paper=${paper}&language=${language()}`, `${slug}-${paper}.pdf`), 'big'))}
      ${action(msg('El QR solo, como imagen', { id: 'qr-image' }), get('qr?format=png', `${slug}-qr.png`), 'big')}
    </div>
  </section>`;
}

/** Asks for a file as the panel asks for everything, and hands it to the browser under a name. */
async function download(panel: Panel, path: string, name: string): Promise<void> {
  const file = await panel.call<Blob>('GET', path, { isFile: true });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function pieceSection(
  { id, title, where, parts }: Piece,
  copied: string | undefined,
  copy: (content: string) => unknown,
) {
  return html`<section aria-labelledby="piece-${id}">
    <h2 id="piece-${id}">${title}</h2>
    <p>${where}</p>
    ${parts.map(
      ({ content }) => html`<pre>${content}</pre>
        ${action(copied === content ? msg('Copiado', { id: 'copied' }) : msg(str`Copiar «${title}»`, { id: 'copy' }), () => copy(content))}`,
    )}
  </section>`;
}
