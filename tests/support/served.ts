/** `autofactura serve` as an operator runs it: a process of its own, its log read from stdout. */
import { type ChildProcess, spawn } from 'node:child_process';
import { program, ROOT } from './programs.ts';

export type Served = {
  readonly url: string;
  readonly pid: number;
  /** Every line it logged so far. */
  readonly logged: readonly string[];
  /** What it wrote to stderr so far. */
  readonly complaints: readonly string[];
  /** Whether the process is over, whoever ended it. */
  hasEnded(): boolean;
  /** Sends the signal and answers how the process ended, and after how long. */
  end(signal: NodeJS.Signals): Promise<Ended>;
};

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly ms: number };

/** Starts it on a free port. Rejects with what it printed when it ends before it answers. */
export async function startServed(env: Readonly<Record<string, string>>): Promise<Served> {
  const child = spawn(process.execPath, [await program('server/cli.ts'), 'serve'], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: undefined, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const logged: string[] = [];
  const complaints: string[] = [];
  return new Promise((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      logged.push(...text.split('\n').filter((line) => line !== ''));
      const url = logged.map(urlIn).find((found) => found !== undefined);
      const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
      if (url)
        resolve({ url, pid: child.pid ?? 0, logged, complaints, hasEnded, end: (signal) => ended(child, signal) });
    });
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`it ended with ${code}: ${complaints.join('')}`)));
  });
}

function urlIn(line: string): string | undefined {
  if (!line.includes('"server.started"')) return undefined;
  return (JSON.parse(line) as { url: string }).url;
}

function ended(child: ChildProcess, wanted: NodeJS.Signals): Promise<Ended> {
  if (child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve({ code: child.exitCode, signal: child.signalCode, ms: 0 });
  const started = performance.now();
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal, ms: performance.now() - started }));
    child.kill(wanted);
  });
}
