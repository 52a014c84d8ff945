/**
 * The programs that tests start as processes, compiled once a run: one that is killed or asked for every few seconds starts in a fifth
 * of the time it takes from source. Compiled by what `npm start` compiles with (esbuild), in one folder.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin, transform } from 'esbuild';

/** Of the project: everything below is named from here. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const PROGRAMS = [
  'server/cli.ts',
  'server/pac/sandbox/main.ts',
  'server/csd/opening-worker.ts',
  'server/invoicing/document-worker.ts',
  'server/print/print-worker.ts',
  'server/sources/own-system/reading-worker.ts',
  'tests/stand-ins/main.ts',
  'tests/support/cli-house.ts',
  'tests/support/crashing-server.ts',
  'tests/support/delivery-drainer.ts',
  'tests/support/pac-house.ts',
  'tests/db/claim-racer.ts',
  'tests/db/sale-racer.ts',
] as const;

export type Program = (typeof PROGRAMS)[number];

/** Where a run's programs are, for its processes. */
const FOLDER_VARIABLE = 'AUTOFACTURA_TEST_PROGRAMS';

/** The file of a program, for Node without a loader. Outside of a vitest run the first call compiles, and they last as long as the process. */
export async function program(source: Program): Promise<string> {
  return join(await runFolder(), compiledName(source));
}

/** Where the programs are, and what else a run makes once. */
export async function runFolder(): Promise<string> {
  return process.env[FOLDER_VARIABLE] ?? compileForThisProcess();
}

let compiling: Promise<string> | undefined;

function compileForThisProcess(): Promise<string> {
  compiling ??= compilePrograms().then(({ folder, remove }) => {
    process.once('exit', remove);
    return folder;
  });
  return compiling;
}

/** For a whole run: vitest's `globalSetup`. Answers what removes them. */
export default async function setup(): Promise<() => void> {
  const { folder, remove } = await compilePrograms();
  process.env[FOLDER_VARIABLE] = folder;
  return remove;
}

/** What looks for files of its own beside it (native code, fonts, threads): loaded from where npm put it. */
const NOT_BUNDLED = ['better-sqlite3', 'sharp', 'pdfmake', 'pg', 'pino', 'esbuild', 'tsx'];

/**
 * Packages are chosen as Node chooses them, not as bundlers do. CommonJS, since Node takes V8’s code of an earlier run for that alone.
 * Without white space a third less is read at each start.
 */
const AS_NODE = {
  ...({ bundle: true, platform: 'node', format: 'cjs', target: 'node20' } as const),
  ...{ minifyWhitespace: true, minifySyntax: true, supported: { 'dynamic-import': false } },
  ...{ conditions: [], mainFields: ['main'], external: NOT_BUNDLED.flatMap((name) => [name, `${name}/*`]) },
  ...{ absWorkingDir: ROOT, outbase: ROOT },
  // Threads from source alone ask where they are.
  logOverride: { 'empty-import-meta': 'silent' } as const,
};
/** What it starts with is beside it: `cli.js` starts `cli.bundle.js`. */
const BUNDLE = '.bundle.js';
const STARTER = 'tests/support/start-compiled.ts';

/** Bundles our own sources with the packages: most of a start from source is looking for a thousand files. */
async function compilePrograms(): Promise<{ readonly folder: string; remove(): void }> {
  // Below the project, where its packages are found.
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.autofactura-programs-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
    const outExtension = { '.js': BUNDLE };
    const plugins = [ownSources(folder)];
    await build({ ...AS_NODE, outExtension, plugins, outdir: folder, entryPoints: [...PROGRAMS] });
    await build({ ...AS_NODE, outdir: folder, entryPoints: [STARTER] });
    for (const source of PROGRAMS) writeFileSync(join(folder, compiledName(source)), starterOf(source, folder));
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, remove };
}

function starterOf(source: Program, folder: string): string {
  const bundle = join(folder, source.replace(/\.ts$/, BUNDLE));
  const starter = relative(dirname(bundle), join(folder, compiledName(STARTER)));
  return `require(${JSON.stringify(`./${starter}`)}).startCompiled(${JSON.stringify(bundle)});`;
}

/** The source requires it at run time, which takes a quarter of a start. */
const BUNDLED_KYSELY = {
  contents: "export * as kysely from 'kysely'; export { sql } from 'kysely';",
  resolveDir: ROOT,
};

/**
 * Migrations and the widget are found relative to the source of the module that asks. One that asks how it was compiled starts a
 * program beside it, which is compiled too.
 */
function ownSources(folder: string): Plugin {
  return {
    name: 'own-sources',
    setup(building) {
      building.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (path.includes('node_modules')) return undefined;
        if (path.endsWith('db/engines/kysely.ts')) return BUNDLED_KYSELY;
        const source = readFileSync(path, 'utf8');
        const ownName = relative(ROOT, path);
        const startsPrograms = source.includes("import.meta.url.endsWith('.ts')");
        const url = pathToFileURL(startsPrograms ? join(folder, compiledName(ownName)) : path).href;
        const contents = source.replaceAll('import.meta.url', JSON.stringify(url));
        return PROGRAMS.some((program) => program === ownName)
          ? { loader: 'js', contents: await withoutTopLevelAwait(contents) }
          : { loader: 'ts', contents };
      });
    },
  };
}

/** CommonJS has none: what a program does goes into a function. Nobody imports a value from a program. */
async function withoutTopLevelAwait(source: string): Promise<string> {
  const { code } = await transform(source, { loader: 'ts' });
  const imports = /^import (?:[\s\S]*?from )?"[^"]+";\n/gm;
  const rest = code.replace(imports, '').replace(/^export (?:\{[\s\S]*?\};\n)?/gm, '');
  return `${(code.match(imports) ?? []).join('')}(async () => {\n${rest}})();`;
}

function compiledName(source: string): string {
  return source.replace(/\.ts$/, '.js');
}
