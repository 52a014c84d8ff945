/**
 * Starts a compiled program with V8’s code of an earlier start: half of a start is compiling what does not change between two of them.
 * Node keeps such code itself from 22 on (`module.enableCompileCache`), 20 does not.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';
import { threadId } from 'node:worker_threads';

/** By then a server has run what it runs at its start: only functions that ran are in the code. */
const SETTLED_MS = 2_000;
/** Of servers that are killed as soon as they answer, none lasts that long: by then most of it has run. */
const LOADED_MS = 300;

/** Runs the CommonJS bundle at this path. The first start that lasts or ends keeps its code beside it, for all others. */
export function startCompiled(path: string): void {
  const [whole, early] = [`${path}.code`, `${path}.early-code`];
  const kept = [whole, early].find((file) => existsSync(file));
  const cachedData = kept === undefined ? undefined : readFileSync(kept);
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, 'utf8')}\n})`;
  const script = new Script(source, { filename: path, ...(cachedData && { cachedData }) });
  if (kept === undefined) setTimeout(() => keepCode(script, path, early), LOADED_MS).unref();
  if (kept !== whole) {
    process.once('exit', () => keepCode(script, path, whole));
    setTimeout(() => keepCode(script, path, whole), SETTLED_MS).unref();
  }
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(path), module, path, dirname(path));
}

function keepCode(script: Script, path: string, kept: string): void {
  const isRunOver = !existsSync(path);
  if (isRunOver || existsSync(kept)) return;
  // Renamed, so that another start never reads half of it; by thread, since those of a pool come to this at the same time.
  const written = `${kept}-${process.pid}-${threadId}`;
  writeFileSync(written, script.createCachedData());
  renameSync(written, kept);
}
