/**
 * Before the tests: gets what they need and the machine lacks, or says in one line what is to be done. Nothing is left to be found out
 * by a test that waits two minutes for what cannot come.
 */
import { existsSync } from 'node:fs';
import { BROWSERS } from './support/browser-path.ts';
import { installPackages, isThere } from './support/install-packages.ts';
import { memoryOrDisk } from './support/memory-folder.ts';
import { assertReachable, postgresPrograms } from './support/postgres-programs.ts';
import { whyNoRoom } from './support/room.ts';
import { satOracle } from './support/sat-oracle.ts';

/** Program → Debian's package. */
const PROGRAMS: Readonly<Record<string, string>> = {
  bash: 'bash',
  bzip2: 'bzip2',
  openssl: 'openssl',
  xmllint: 'libxml2-utils',
  xsltproc: 'xsltproc',
  pdftotext: 'poppler-utils',
  xmlsec1: 'xmlsec1',
  nginx: 'nginx-light',
  caddy: 'caddy',
  php: 'php-cli',
  python3: 'python3',
};

function getPrograms(): void {
  const missing = Object.entries(PROGRAMS).flatMap(([program, packageName]) => (isThere(program) ? [] : [packageName]));
  if (!BROWSERS.some((path) => existsSync(path))) missing.push('chromium-headless-shell');
  if (missing.length > 0) installPackages(missing);
}

async function checkSqlite(): Promise<void> {
  try {
    const { default: Database } = await import('better-sqlite3');
    new Database(':memory:').close();
  } catch {
    throw new Error(
      'better-sqlite3 has no program for this machine: run «npm rebuild better-sqlite3», which without a network needs python3, make and g++.',
    );
  }
}

function checkRoom(): void {
  const why = whyNoRoom();
  if (why !== undefined) throw new Error(why);
}

function checkBundle(): void {
  if (!existsSync('dist/widget'))
    throw new Error('The portal’s bundle is missing (dist/widget): run «npm run prepare».');
}

try {
  checkRoom();
  await checkSqlite();
  assertReachable(postgresPrograms().owner, memoryOrDisk());
  checkBundle();
  getPrograms();
  // Says so itself when it is not there: what needs it is left out.
  satOracle();
} catch (error) {
  console.error(`Before the tests: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
