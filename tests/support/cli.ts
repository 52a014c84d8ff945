/** Runs the command line as a person would. */
import { spawn } from 'node:child_process';
import type { AskCommand, CommandAnswer } from './cli-house.ts';
import { createHouse } from './house.ts';
import { program, ROOT } from './programs.ts';

export type CliResult = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** `undefined` takes a variable of ours away from it. */
export async function runCli(args: readonly string[], env: Environment = {}): Promise<CliResult> {
  return run([await program('server/cli.ts'), ...args], env);
}

const askHouse = createHouse<AskCommand, CommandAnswer>('tests/support/cli-house.ts');

/**
 * What the command line does, without a process for each command: for a test of what many of them change. They run one after the
 * other, have no standard input, and write no log to stderr.
 */
export function runCommand(args: readonly string[], env: Environment = {}): Promise<CliResult> {
  const whole = Object.entries({ ...process.env, LOG_LEVEL: 'silent', ...env }).filter(
    ([, value]) => value !== undefined,
  );
  return askHouse({ args, env: Object.fromEntries(whole) as Record<string, string> });
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
