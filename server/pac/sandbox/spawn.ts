/** Starts the sandbox PAC as a process of its own that dies with this one, for the demo and the tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';

/** A running sandbox process. */
export type SpawnedPac = {
  readonly url: string;
  /** The id of the process itself: killing it with SIGKILL simulates a PAC that dies. */
  readonly pid: number;
  /** Lets it finish what is in flight; resolves when it has exited, even if it was dead already. */
  stop(): Promise<void>;
};

// When run from source, this file ends in .ts, and so does the program's.
const MAIN = new URL(import.meta.url.endsWith('.ts') ? './main.ts' : './main.js', import.meta.url);

/** Where the sandbox process keeps its files and which port it listens on. */
export type SpawnOptions = {
  readonly ledgerFile: string;
  /** Where its certificate is kept; created there the first time. */
  readonly certificateDir: string;
  /** Any free port when absent. */
  readonly port?: number;
};

const START_MS = 30_000;
const STOP_MS = 8_000;

const readySchema = z.object({ url: z.url(), pid: z.int() });

/** Resolves when it answers; rejects if it exits first or takes longer than 30 s. */
export function spawnSandboxPac(options: SpawnOptions): Promise<SpawnedPac> {
  return spawnLoopback(fileURLToPath(MAIN), sandboxFlags(options));
}

/** The command line of the sandbox PAC. */
export function sandboxFlags({ ledgerFile, certificateDir, port = 0 }: SpawnOptions): readonly string[] {
  return ['--ledger', ledgerFile, '--certificate', certificateDir, '--port', String(port)];
}

/** Starts a `serveLoopback` process, from source or compiled; resolves when it answers, rejects as above. */
export async function spawnLoopback(main: string, flags: readonly string[]): Promise<SpawnedPac> {
  const child = spawn(process.execPath, [...loaderOf(main), main, ...flags], { stdio: ['pipe', 'pipe', 'inherit'] });
  // Its end of the pipe closes when it dies, which is not an error of ours.
  child.stdin?.on('error', () => undefined);
  try {
    const { url, pid } = readySchema.parse(JSON.parse(await firstLine(child)));
    return { url, pid, stop: () => stop(child) };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

/** Node 20 does not read TypeScript on its own. */
function loaderOf(main: string): readonly string[] {
  if (!main.endsWith('.ts')) return [];
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the process did not start in time')), START_MS);
    const settle = (end: () => void) => {
      clearTimeout(timer);
      end();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code) =>
      settle(() => reject(new Error(`the process exited with ${code} before it was ready`))),
    );
    if (child.stdout) createInterface(child.stdout).once('line', (line) => settle(() => resolve(line)));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  child.stdin?.end();
  await exited;
  clearTimeout(timer);
}
