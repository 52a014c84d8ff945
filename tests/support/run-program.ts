/** Runs a program of this machine (php, python3) as whoever installs our examples would. */
import { spawn } from 'node:child_process';

/** What it wrote. Throws when it fails, with what it said of it. */
export function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env, input = '' }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv; readonly input?: string },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${program} ended with ${code}: ${stderr}${stdout}`));
    });
    child.stdin.end(input);
  });
}
