/** Snippets that put a portal on a merchant's own site, as the README of the element describes. */
import type { Markup } from '../text/markup.ts';
import { markup } from '../text/markup.ts';
import { inert, type PromotionPiece } from './promotion-piece.ts';

/** What a snippet embeds: the portal, the script that renders it, and the link shown without scripts. */
export type Embedded = {
  readonly slug: string;
  /** The address of the element's script. */
  readonly script: string;
  /** The link that is shown while scripts are blocked, and its text. */
  readonly url: string;
  readonly label: string;
};

type EmbedPart = PromotionPiece['parts'][number];

/** Three lines for any page. */
export function htmlEmbed({ script, ...embedded }: Embedded): EmbedPart {
  return { format: 'html', content: markup`${scriptTag(script)}\n${element(embedded)}`.html };
}

/** A component for React 19, which loads the script once, however often the component is on the page. */
export function reactEmbed({ slug, script, url, label }: Embedded): EmbedPart {
  const content = `export function Factura({ token }) {
  return (
    <>
      <script async type="module" src={${literal(script)}} />
      <autofactura-portal portal={${literal(slug)}} token={token}>
        <a href={${literal(url)}}>{${literal(label)}}</a>
      </autofactura-portal>
    </>
  );
}
`;
  return { format: 'jsx', content };
}

/** A component for Vue 3, and the compiler option that says which tag is not a Vue component. */
export function vueEmbed({ slug, script, url, label }: Embedded): readonly EmbedPart[] {
  const template = markup`<autofactura-portal portal="${inert(slug)}" :token="token">
    <a v-pre href="${inert(url)}">${inert(label)}</a>
  </autofactura-portal>`;
  const component = `<script setup>
import { onMounted } from 'vue';

defineProps({ token: String });
onMounted(() => import(/* @vite-ignore */ ${literal(script)}));
</script>

<template>
  ${template.html}
</template>
`;
  const config = `// vite.config.js
import vue from '@vitejs/plugin-vue';

export default {
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'autofactura-portal' } } })],
};
`;
  return [
    { format: 'vue', content: component },
    { format: 'js', content: config },
  ];
}

/** The shortcode [autofactura] (WordPress 6.5 and later), for functions.php of a child theme or a plugin for snippets. */
export function wordpressEmbed({ script, ...embedded }: Embedded): EmbedPart {
  const content = `add_shortcode('autofactura', function () {
    wp_enqueue_script_module('autofactura', ${phpLiteral(script)}, [], null);
    return ${phpLiteral(element(embedded).html)};
});
`;
  return { format: 'php', content };
}

/** A «Custom Liquid» section of a page's template. */
export function shopifyEmbed({ script, ...embedded }: Embedded): EmbedPart {
  return { format: 'liquid', content: markup`${scriptTag(script)}\n${element(embedded)}`.html };
}

function scriptTag(script: string): Markup {
  return markup`<script type="module" src="${inert(script)}"></script>`;
}

function element({ slug, url, label }: Omit<Embedded, 'script'>): Markup {
  return markup`<autofactura-portal portal="${inert(slug)}">
  <a href="${inert(url)}">${inert(label)}</a>
</autofactura-portal>`;
}

/** A JavaScript string that may also be inside a page's script: nothing in it can end the script. */
function literal(text: string): string {
  return JSON.stringify(text).replace(
    /[<\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A PHP string in single quotes, in which only the backslash and the quote have a meaning. */
function phpLiteral(text: string): string {
  return `'${text.replace(/[\\']/g, (sign) => `\\${sign}`)}'`;
}
