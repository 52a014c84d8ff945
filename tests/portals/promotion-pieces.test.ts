/** What a merchant copies: the right link in each, and no text of a merchant's that becomes anything but text. */
import { spawnSync } from 'node:child_process';
import { baseParse } from '@vue/compiler-dom';
import { parse as parseSfc } from '@vue/compiler-sfc';
import { transformSync } from 'esbuild';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { describe, expect, it } from 'vitest';
import { createPortalLinks } from '../../server/links/portal-links.ts';
import type { Portal, PortalSettings } from '../../server/portals/portal.ts';
import { PIECE_IDS, type PieceId, type PromotionPiece } from '../../server/portals/promotion-piece.ts';
import { promotionPieces } from '../../server/portals/promotion-pieces.ts';
import type { Language } from '../../server/problems/problem.ts';
import '../support/property-seed.ts';

const links = createPortalLinks('https://factura.tulipan.mx');
const SETTINGS = {
  ...{ title: 'Factura tu compra', noun: 'compra', deadline: { kind: 'days', days: 30 } },
  ...{
    contact: { email: 'hola@tulipan.mx', phone: '+52 33 5555 0101' },
    theme: { primary: '#7a1f5c', accent: '#fff' },
  },
} as unknown as PortalSettings;

function portalOf(settings: Partial<PortalSettings> = {}): Portal {
  return { slug: 'tulipan', merchantId: 'mer_tulipan', world: 'live', settings: { ...SETTINGS, ...settings } };
}
function piecesOf(portal = portalOf(), tradeName = 'Florería Tulipán', language: Language = 'es-MX') {
  return promotionPieces(portal, tradeName, { language, links });
}
function partOf(pieces: readonly PromotionPiece[], id: PieceId, format: string): string {
  const part = pieces.find((piece) => piece.id === id)?.parts.find((each) => each.format === format);
  if (!part) throw new Error(`${id} has no ${format}`);
  return part.content;
}

type Node = DefaultTreeAdapterTypes.ChildNode;

/** Tags with their attributes, without any text: what may not change whatever the texts say. */
function shapeOf(nodes: readonly Node[]): unknown {
  return nodes.flatMap((node) => {
    if (node.nodeName === '#text') return [];
    if (!('tagName' in node)) return [node.nodeName];
    return [[node.tagName, node.attrs.map(({ name, value }) => `${name}=${value}`), shapeOf(node.childNodes)]];
  });
}
function textOf(nodes: readonly Node[]): string {
  return nodes
    .map((node) => ('value' in node ? node.value : 'childNodes' in node ? textOf(node.childNodes) : ''))
    .join('');
}

describe('the pieces', () => {
  it('are all there in both languages, each with its own channel on every link', () => {
    for (const language of ['es-MX', 'en'] as const) {
      const pieces = piecesOf(portalOf(), 'Florería Tulipán', language);
      expect(pieces.map(({ id }) => id)).toEqual(PIECE_IDS);
      for (const { id, channel, title, where, parts } of pieces) {
        expect([id, title !== '', where !== '', parts.length > 0]).toEqual([id, true, true, true]);
        const content = parts
          .map(({ content }) => decodeURIComponent(content.replace(/%(?![0-9a-f]{2})/gi, '%25')))
          .join('\n');
        expect([id, [...content.matchAll(/tulipan\?c=(\w+)/g)].every(([, each]) => each === channel)]).toEqual([
          id,
          true,
        ]);
        expect(content).toContain(`https://factura.tulipan.mx/tulipan?c=${channel}`);
      }
    }
  });

  it('say the trade’s noun and the deadline in words', () => {
    const pieces = piecesOf(
      portalOf({ noun: 'consumo', deadline: { kind: 'month-end', monthsAfter: 0 } }),
      'Fonda Lupita',
    );
    expect(partOf(pieces, 'whatsapp', 'text')).toBe(
      'Hola. Gracias por tu preferencia. Puedes facturar tu consumo de Fonda Lupita aquí, a la hora que quieras:\n' +
        'https://factura.tulipan.mx/tulipan?c=whatsapp\n' +
        'Ten a la mano tu cuenta y tus datos fiscales. Tienes hasta el último día del mes de tu consumo.',
    );
    expect(partOf(pieces, 'faq', 'text')).toContain('¿Cómo facturo mi consumo?');
    const english = piecesOf(portalOf({ noun: 'estacionamiento' }), 'Park', 'en');
    expect(partOf(english, 'payment-receipt', 'text')).toBe(
      'We received your payment. If you need the invoice of your parking ticket, get it here:\n' +
        'https://factura.tulipan.mx/tulipan?c=recibo\nYou have 30 days from your parking ticket.',
    );
    expect(partOf(english, 'footer-link', 'html')).toBe(
      '<a href="https://factura.tulipan.mx/tulipan?c=pie">Invoice your parking ticket</a>',
    );
  });

  it('open WhatsApp with the whole text typed', () => {
    const pieces = piecesOf();
    const url = new URL(partOf(pieces, 'whatsapp', 'url'));
    expect([url.origin, url.searchParams.get('text')]).toEqual(['https://wa.me', partOf(pieces, 'whatsapp', 'text')]);
  });

  it('leave out a contact that the merchant does not give', () => {
    expect(partOf(piecesOf(portalOf({ contact: {} })), 'instructions', 'text')).not.toMatch(/Dudas|undefined/);
  });

  it('paint the banner in the merchant’s colour with a text that is read on it', () => {
    expect(partOf(piecesOf(), 'banner', 'html')).toContain('background:#7a1f5c;color:#ffffff');
    const yellow = piecesOf(portalOf({ theme: { primary: '#ffd54a', accent: '#fff' } }));
    expect(partOf(yellow, 'banner', 'html')).toContain('background:#ffd54a;color:#000000');
  });
});

/** Texts as a malicious, or only an unlucky, merchant would write them. */
const NASTY = [
  ...[
    '</script><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</template>',
    '-->',
    '<!--',
  ],
  ...[
    '{{ shop.password }}',
    '{% include "x" %}',
    '{{constructor.constructor("alert(1)")()}}',
    '[gallery]',
    '*|FNAME|*',
    '$'.concat('{alert(1)}'),
  ],
  ...[
    '`',
    '\\',
    "\\'",
    "'); system('id'); //",
    '?>',
    '<?php',
    '&lt;b&gt;',
    '&',
    '\u2028',
    '\ud800',
    '}</>',
    '*/',
    '\n',
    '{"a"}',
  ],
];
const merchantText = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 12, unit: 'grapheme' })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(''));
const merchant = fc.record({ title: merchantText, tradeName: merchantText, email: merchantText, phone: merchantText });
const TITLE = 'Factura';

function nastyPieces({
  title,
  tradeName,
  email,
  phone,
}: {
  title: string;
  tradeName: string;
  email: string;
  phone: string;
}) {
  return piecesOf(portalOf({ title, contact: { email, phone } }), tradeName);
}
/** As markup shows it: control characters and halves of characters draw nothing. */
function shown(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r]|\p{Cs}/gu, '');
}
const plain = piecesOf(portalOf({ title: TITLE, contact: { email: 'a', phone: 'b' } }), 'Tulipán');

describe('no text of a merchant’s breaks out of a snippet', () => {
  it('HTML and Liquid: the tags and attributes are those of a plain text, and nothing is left for a template to read', () => {
    fc.assert(
      fc.property(merchant, (given) => {
        const pieces = nastyPieces(given);
        for (const { id, parts } of pieces)
          for (const { format, content } of parts.filter(
            (part) => part.format === 'html' || part.format === 'liquid',
          )) {
            const tree = parseFragment(content).childNodes;
            expect(shapeOf(tree)).toEqual(shapeOf(parseFragment(partOf(plain, id, format)).childNodes));
            expect([id, content.replace(/style="[^"]*"/g, '')]).toEqual([id, expect.not.stringMatching(/[{}[\]|]/)]);
          }
        const [link] = parseFragment(partOf(pieces, 'footer-link', 'html')).childNodes;
        expect(link && textOf([link])).toBe(shown(given.title).replace(/\r\n?/g, '\n'));
      }),
    );
  });

  it('React: the component renders the element with the title as its text, and runs nothing of it', () => {
    type Element = readonly [string | symbol, Record<string, unknown>, ...unknown[]];
    fc.assert(
      fc.property(merchant, (given) => {
        const source = partOf(nastyPieces(given), 'embed-react', 'jsx');
        const options = { loader: 'jsx', jsx: 'transform', jsxFactory: 'h', jsxFragment: 'F', format: 'cjs' } as const;
        const { code } = transformSync(source, options);
        const module: { exports: { Factura?: (props: { token: string }) => Element } } = { exports: {} };
        const h = (...parts: unknown[]) => parts;
        new Function('module', 'exports', 'h', 'F', code)(module, module.exports, h, 'F');
        const [, , script, element] = module.exports.Factura?.({ token: 'tok' }) ?? [];
        expect(script).toEqual(['script', { async: true, type: 'module', src: links.script() }]);
        expect(element).toEqual([
          ...['autofactura-portal', { portal: 'tulipan', token: 'tok' }],
          ['a', { href: 'https://factura.tulipan.mx/tulipan?c=sitio' }, given.title],
        ]);
      }),
    );
  });

  it('Vue: one template, whose title is text and never an expression', () => {
    fc.assert(
      fc.property(merchant, (given) => {
        const { descriptor, errors } = parseSfc(partOf(nastyPieces(given), 'embed-vue', 'vue'));
        expect(errors).toEqual([]);
        expect(descriptor.customBlocks).toEqual([]);
        const tree = JSON.stringify(baseParse(descriptor.template?.content ?? '').children, (key, value) =>
          /^(loc|codegenNode|parent)$/.test(key) ? undefined : value,
        );
        // 5 is an interpolation in Vue's tree; 1 an element.
        expect(tree).not.toContain('"type":5');
        expect(tree.match(/"tag":"[^"]*"/g)).toEqual(['"tag":"autofactura-portal"', '"tag":"a"']);
        expect(descriptor.scriptSetup?.content).toContain(`import(/* @vite-ignore */ "${links.script()}")`);
      }),
    );
  });

  it('WordPress: two strings of PHP, which hold the script’s address and the element', () => {
    fc.assert(
      fc.property(merchant, (given) => {
        const php = partOf(nastyPieces(given), 'embed-wordpress', 'php');
        const strings = [...php.matchAll(/'((?:\\.|[^'\\])*)'/gs)].map(([, text = '']) =>
          text.replace(/\\([\\'])/g, '$1'),
        );
        const [name, script, address, element, ...others] = strings;
        expect([name, script, address, others]).toEqual(['autofactura', 'autofactura', links.script(), []]);
        const shape = shapeOf(parseFragment(element ?? '').childNodes);
        expect(JSON.stringify(shape)).toBe(
          '[["autofactura-portal",["portal=tulipan"],[["a",["href=https://factura.tulipan.mx/tulipan?c=sitio"],[]]]]]',
        );
      }),
    );
  });

  it.skipIf(spawnSync('php', ['-v']).error !== undefined)(
    'WordPress: PHP itself runs it and renders the element',
    () => {
      const php = partOf(
        nastyPieces({ title: NASTY.join(' '), tradeName: 'x', email: 'y', phone: 'z' }),
        'embed-wordpress',
        'php',
      );
      const run = `function add_shortcode($n, $f) { echo $f(); } function wp_enqueue_script_module($id, $src) { echo $src, "\\n"; }\n${php}`;
      const { stdout, status } = spawnSync('php', ['-r', run], { encoding: 'utf8' });
      expect(status).toBe(0);
      expect(stdout.split('\n')[0]).toBe(links.script());
      const shape = shapeOf(parseFragment(stdout.slice(stdout.indexOf('\n'))).childNodes);
      expect(JSON.stringify(shape)).toContain('["autofactura-portal",["portal=tulipan"],[["a",');
    },
  );
});
