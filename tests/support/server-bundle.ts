/** The crashing server as one file: a process that is killed every few seconds starts in half the time. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const ENTRY = fileURLToPath(new URL('./crashing-server.ts', import.meta.url));
/** Below the project, where its packages are found. */
const BESIDE = fileURLToPath(new URL('../../node_modules/', import.meta.url));

export type ServerBundle = { readonly file: string; remove(): void };

/** Bundles our own sources; packages stay where they are, and every module keeps its own `import.meta.url`. */
export async function bundleServer(): Promise<ServerBundle> {
  const directory = mkdtempSync(join(BESIDE, '.crashing-server-'));
  const file = join(directory, 'crashing-server.mjs');
  const options = { bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external' } as const;
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    await build({ ...options, entryPoints: [ENTRY], outfile: file, plugins: [ownUrls] });
  } catch (error) {
    remove();
    throw error;
  }
  return { file, remove };
}

/** Migrations, workers and the widget are found relative to the module that asks. */
const ownUrls: Plugin = {
  name: 'own-urls',
  setup(building) {
    building.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const url = JSON.stringify(pathToFileURL(path).href);
      return { loader: 'ts', contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', url) };
    });
  },
};
