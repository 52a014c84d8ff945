/** Gets Debian's packages, where that may be done; otherwise says which ones whoever runs the tests should get. */
import { spawnSync } from 'node:child_process';

/** Programs of the administrator, which a root shell opened by a plain `su` does not find, and dpkg needs. */
const PATH = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`;

/** Whether a program is found where the tests will look for it. */
export function isThere(program: string): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
  return status === 0;
}

/** Throws what to do, in one line, when they cannot be got. */
export function installPackages(packages: readonly string[]): void {
  const names = packages.join(' ');
  const byHand = `install ${names} (or set CHROME_PATH to a Chromium or Chrome) and run the tests again.`;
  if (!isThere('apt-get') || process.getuid?.() !== 0)
    throw new Error(`What the tests need is missing, and only root on Debian gets it by itself: ${byHand}`);
  console.log(`Getting what the tests need: ${names}`);
  // Old lists of packages are better than none: whether they do is seen when installing.
  const updated = aptGet(['update', '-qq']);
  const installed = aptGet(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
  const failed = [installed, updated].find(({ status }) => status !== 0);
  if (installed.status !== 0) throw new Error(`apt-get could not get what the tests need (${failed?.why}): ${byHand}`);
}

/** Another apt is waited for, a network that is not there only for moments. */
const PATIENCE = [
  'DPkg::Lock::Timeout=120',
  'Acquire::http::Timeout=20',
  'Acquire::https::Timeout=20',
  'Acquire::Retries=1',
];

function aptGet(args: readonly string[]): { readonly status: number | null; readonly why: string } {
  const options = PATIENCE.flatMap((option) => ['-o', option]);
  const env = { ...process.env, PATH, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  const { status, stderr, error } = spawnSync('apt-get', [...options, ...args], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines = (stderr ?? '').split('\n').filter((line) => line.startsWith('E: '));
  return { status, why: error?.message ?? lines[0]?.slice(3) ?? `exit ${status}` };
}
