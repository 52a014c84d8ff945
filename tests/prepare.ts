/** Before the tests: gets what they need and the machine lacks, a browser and the programs of the SAT's oracle, or says what to install. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { BROWSERS } from './support/browser-path.ts';

/** Program → Debian's package. */
const PROGRAMS: Readonly<Record<string, string>> = {
  openssl: 'openssl',
  xmllint: 'libxml2-utils',
  xsltproc: 'xsltproc',
  pdftotext: 'poppler-utils',
  xmlsec1: 'xmlsec1',
  php: 'php-cli',
  python3: 'python3',
};

const missing = Object.entries(PROGRAMS).flatMap(([program, packageName]) => (isThere(program) ? [] : [packageName]));
if (!BROWSERS.some((path) => existsSync(path))) missing.push('chromium');

if (missing.length > 0) {
  console.log(`Getting what the tests need: ${missing.join(', ')}`);
  const isDebian = isThere('apt-get') && process.getuid?.() === 0;
  if (!isDebian) {
    console.error('Please install these (or set CHROME_PATH to a Chromium or Chrome) and run the tests again.');
    process.exit(1);
  }
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], options);
}

function isThere(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}
