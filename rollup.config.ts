/** Builds `dist/widget`: the portal, the panel and the panel's preview, each with what it fetches on demand, and weighs them. */
import { writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { transformSync } from 'esbuild';
import type { OutputAsset, OutputChunk, Plugin, RollupOptions } from 'rollup';
import esbuild, { minify } from 'rollup-plugin-esbuild';

const OUT = 'dist/widget';

// Style sheets are template literals marked `/* css */`; esbuild minifies JavaScript only, so they are done by themselves.
const minifyCss: Plugin = {
  name: 'minify-css',
  transform(code, id) {
    if (!id.includes('/widget/') || !code.includes('/* css */')) return null;
    const minified = (text: string) =>
      transformSync(text, { loader: 'css', minify: true, target: 'es2022' }).code.trim();
    return { code: code.replace(/\/\* css \*\/ `([^`]*)`/g, (_, text: string) => `\`${minified(text)}\``), map: null };
  },
};

// Without white space around the code, a line break in our own modules stands inside an html template only, where it is a space or
// nothing. The syntax is minified after that: it writes "\n" as a template with a line break in it, which must stay one.
const squeezeTemplates: Plugin = {
  name: 'squeeze-templates',
  transform(code, id) {
    if (!id.includes('/widget/')) return null;
    return {
      code: code
        .trim()
        .replace(/>\s*\n\s*(?=<|\$\{)/g, '>')
        .replace(/\s*\n\s*/g, ' '),
      map: null,
    };
  },
};

/** What a browser gets of each part, in bytes: minified, and brotli at its best as a server sends it. */
export function weightsOf(
  files: readonly (OutputChunk | OutputAsset)[],
): Record<string, { minified: number; brotli: number }> {
  const weights = files.flatMap((file) => {
    if (file.type !== 'chunk') return [];
    return [[file.name, { minified: Buffer.byteLength(file.code), brotli: squeeze(file.code).length }] as const];
  });
  return Object.fromEntries(weights.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function squeeze(code: string): Buffer {
  return brotliCompressSync(Buffer.from(code), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
}

// Each script with its brotli beside it, so that the server compresses nothing while somebody waits, and the sizes of the build;
// `widget/size-ledger.json` is their committed copy, which a change must edit.
const weigh = (sizes: string): Plugin => ({
  name: 'weigh',
  writeBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') writeFileSync(`${OUT}/${file.fileName}.br`, squeeze(file.code));
    }
    const text = `${JSON.stringify(weightsOf(Object.values(bundle)), null, 2)}\n`;
    writeFileSync(`${OUT}/${sizes}`, text);
    this.info(text);
  },
});

// Every message names its id, so @lit/localize's hashing of source texts is never reached and need not travel.
const withoutIdHashing: Plugin = {
  name: 'without-id-hashing',
  load: (id) => (id.endsWith('internal/id-generation.js') ? 'export const generateMsgId = () => ""' : null),
};

/**
 * What several pages of the panel need and is small. In a chunk of its own a page would hear of it only from its part, and wait once more for an
 * answer before it can ask for its data.
 */
const WITH_THE_PANEL = /\/widget\/panel\/(?:panel|next-step|portals\/(?:mail-frame|portal-words))\.ts$/;

/** One element in a build of its own: what it shares with another is in both, so that neither's first load grows by the other's. */
function build(input: Readonly<Record<string, string>>, chunks: string, sizes: string): RollupOptions {
  return {
    // The entries export nothing, so the chunks may share their very files.
    preserveEntrySignatures: false,
    // @lit/localize does nothing until it is called. Saying so lets what only English needs travel with the English.
    treeshake: { moduleSideEffects: (id) => !id.includes('@lit/localize') },
    input: { ...input },
    output: {
      dir: OUT,
      format: 'es',
      entryFileNames: '[name].js',
      chunkFileNames: `${chunks}-[name]-[hash].js`,
      generatedCode: 'es2015',
      hoistTransitiveImports: false,
      manualChunks: (id) => (WITH_THE_PANEL.test(id) ? 'autofactura-panel' : undefined),
    },
    plugins: [
      nodeResolve({ browser: true, exportConditions: ['production'], extensions: ['.ts', '.js'] }),
      withoutIdHashing,
      minifyCss,
      esbuild({ target: 'es2022', minifyWhitespace: true, tsconfig: false, legalComments: 'none', charset: 'utf8' }),
      squeezeTemplates,
      minify({ target: 'es2022', legalComments: 'none', charset: 'utf8' }),
      weigh(sizes),
    ],
  };
}

/** What customers load. */
export const portal = build({ 'autofactura-portal': 'widget/portal/portal.ts' }, 'autofactura-portal', 'sizes.json');

/** What merchants load. */
export const panel = build({ 'autofactura-panel': 'widget/panel/panel.ts' }, 'autofactura-panel', 'panel-sizes.json');

/** The page inside the frame of the panel's preview, beside the portal itself. */
export const preview = build(
  { 'autofactura-preview': 'widget/panel/preview.ts' },
  'autofactura-preview',
  'preview-sizes.json',
);

export default [portal, panel, preview];
