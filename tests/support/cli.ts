/** Runs the command line as a person would. */
import { spawn } from 'node:child_process';
import { program, ROOT } from './programs.ts';

export type CliResult = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** `undefined` takes a variable of ours away from it. */
export async function runCli(args: readonly string[], env: Environment = {}): Promise<CliResult> {
  return run([await program('server/cli.ts'), ...args], env);
}

/** The same right from the checkout, as `npm run autofactura` does. */
export function runCliFromSource(args: readonly string[], env: Environment = {}): Promise<CliResult> {
  return run(['--import', 'tsx', 'server/cli.ts', ...args], env);
}

function run(args: readonly string[], env: Environment): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
