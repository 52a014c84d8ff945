/** Builds the widget as another machine would: from a copy in another folder, with its own copy of what goes into it, in another year and zone. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runProgram } from './run-program.ts';

const SOURCES = ['widget', 'server', 'rollup.config.ts', 'package.json', 'tsconfig.json'] as const;
const A_YEAR_LATER = `const { now } = Date; Date.now = () => now() + 31_536_000_000; const { Date: Real } = globalThis;
globalThis.Date = class extends Real { constructor(...given) { super(...(given.length ? given : [Date.now()])); } };`;

/** Its files by name. `bundled` names what is copied of `node_modules`, which the build only reads otherwise. */
export async function buildElsewhere(bundled: ReadonlySet<string>): Promise<ReadonlyMap<string, Buffer>> {
  const folder = mkdtempSync(join(tmpdir(), 'another-machine-'));
  try {
    for (const source of SOURCES) cpSync(source, join(folder, source), { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    for (const name of readdirSync('node_modules')) {
      const [from, to] = [resolve('node_modules', name), join(folder, 'node_modules', name)];
      if (bundled.has(name)) cpSync(from, to, { recursive: true });
      else symlinkSync(from, to);
    }
    const later = ['--import', `data:text/javascript,${encodeURIComponent(A_YEAR_LATER)}`];
    const rollup = ['node_modules/rollup/dist/bin/rollup', '-c', 'rollup.config.ts', '--configPlugin', 'esbuild'];
    const env = { ...process.env, TZ: 'Pacific/Kiritimati', LANG: 'es_MX.UTF-8' };
    await runProgram(process.execPath, [...later, ...rollup, '--silent'], { cwd: folder, env });
    const out = join(folder, 'dist/widget');
    return new Map(readdirSync(out).map((name) => [name, readFileSync(join(out, name))] as const));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
