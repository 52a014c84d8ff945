/** What production stands on, as `npm run sbom` lists it: every package, font and data file under a licence that we accept. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** They ask for no more than their notice. Weak and strong copyleft need somebody's decision first. */
const ACCEPTED = new Set([
  ...['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'Python-2.0', 'Unlicense'],
  ...['Zlib', '0BSD', 'CC0-1.0'],
]);

/** Their package.json names no licence; the file LICENSE beside it does. */
const STATED_IN_A_FILE: Readonly<Record<string, { readonly licence: string; readonly begins: string }>> = {
  mercadopago: { licence: 'MIT', begins: 'MIT License' },
  'png-js': { licence: 'MIT', begins: 'MIT License' },
};

type Licensed = { readonly license?: { readonly id?: string; readonly name?: string }; readonly expression?: string };
type Component = {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly Licensed[];
  readonly hashes?: readonly { readonly alg: string }[];
};
type Bom = { readonly bomFormat: string; readonly specVersion: string; readonly components: readonly Component[] };

const bom = JSON.parse(
  execFileSync('npm', ['run', '--silent', 'sbom'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 }),
) as Bom;

/** Whether an SPDX expression leaves us a choice that we accept. */
function isAccepted(expression: string): boolean {
  const plain = expression.replace(/[()]/g, ' ').trim();
  if (/\bOR\b/.test(plain)) return plain.split(/\bOR\b/).some(isAccepted);
  if (/\bAND\b/.test(plain)) return plain.split(/\bAND\b/).every(isAccepted);
  return ACCEPTED.has(plain);
}

/**
 * The image library under sharp: LGPL-3.0-or-later, a shared library in a package of its own, unchanged, which whoever runs this may
 * replace by theirs.
 */
function isSharedLibrary(component: Component): boolean {
  return component.name.startsWith('@img/sharp-libvips-') && licenceOf(component) === 'LGPL-3.0-or-later';
}

function nameOf({ purl }: Component): string {
  return decodeURIComponent(purl).replace(/^pkg:npm\/|@[^@]*$/g, '');
}

function licenceOf({ name, licenses = [] }: Component): string {
  const declared = licenses
    .map(({ license, expression }) => expression ?? license?.id ?? license?.name ?? '')
    .join(' AND ');
  return declared === '' ? (STATED_IN_A_FILE[name]?.licence ?? 'none') : declared;
}

describe('the bill of materials', () => {
  it('is CycloneDX and lists every direct production dependency', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5' });
    const listed = new Set(bom.components.map(nameOf));
    expect(Object.keys(dependencies).filter((name) => !listed.has(name))).toEqual([]);
  });

  it('names every package by a SHA-512, so none comes from a branch or an address without one', () => {
    const unpinned = bom.components.filter(({ hashes = [] }) => !hashes.some(({ alg }) => alg === 'SHA-512'));
    expect(bom.components.length).toBeGreaterThan(100);
    expect(unpinned.map(nameOf)).toEqual([]);
  });

  it('does not list development tools', () => {
    const names = bom.components.map(({ name }) => name);
    for (const tool of ['vitest', 'rollup', 'playwright-core', 'axe-core', 'fast-check'])
      expect(names).not.toContain(tool);
  });
});

describe('licences', () => {
  it('of all production dependencies are on the list of those that require no more than their notice', () => {
    const others = bom.components.filter(
      (component) => !isAccepted(licenceOf(component)) && !isSharedLibrary(component),
    );
    expect(others.map((each) => `${each.name}@${each.version}: ${licenceOf(each)}`)).toEqual([]);
  });

  it('that a package.json leaves out are in the file LICENSE', () => {
    for (const [name, { begins }] of Object.entries(STATED_IN_A_FILE))
      expect(readFileSync(join(ROOT, 'node_modules', name, 'LICENSE'), 'utf8').startsWith(begins)).toBe(true);
    const unstated = bom.components.filter(({ licenses = [] }) => licenses.length === 0).map(({ name }) => name);
    expect(unstated.toSorted()).toEqual(Object.keys(STATED_IN_A_FILE).toSorted());
  });

  it.each([
    ['GPL-3.0-only', false],
    ['(MIT AND LGPL-2.1)', false],
    ['MPL-2.0', false],
    ['UNLICENSED', false],
    ['none', false],
    ['(BSD-3-Clause OR GPL-2.0)', true],
    ['(MIT AND Zlib)', true],
  ])('%s is accepted: %s', (expression, accepted) => {
    expect(isAccepted(expression)).toBe(accepted);
  });
});

describe('fonts and data in production dependencies', () => {
  const requireHere = createRequire(import.meta.url);
  const dependencies = bom.components.map(nameOf);
  const files = [...new Set(dependencies)].flatMap((name) => {
    const folder = join(ROOT, 'node_modules', name);
    return filesBelow(folder, name).map((path) => ({ path, absolute: join(ROOT, 'node_modules', path) }));
  });

  it('are Roboto, the metrics of PDF’s standard fonts and one colour profile, and nothing else', () => {
    const found = files.map(({ path }) => path.replace(/[^/]+$/, (file) => file.replace(/.*(?=\.)/, '*')));
    expect([...new Set(found)].toSorted()).toEqual([
      'pdfkit/js/data/*.afm',
      'pdfkit/js/data/*.icc',
      'pdfmake/build/fonts/Roboto/*.ttf',
      'pdfmake/fonts/Roboto/*.ttf',
    ]);
  });

  it('include their own licences: Roboto the SIL Open Font License 1.1, the metrics Adobe’s, the profile the ICC’s', () => {
    const requireFromPdfkit = createRequire(createRequire(requireHere.resolve('pdfmake')).resolve('pdfkit'));
    const fontkit = requireFromPdfkit('fontkit') as { openSync(path: string): { getName(key: string): string } };
    for (const { path, absolute } of files) {
      const text = readFileSync(absolute, 'latin1');
      if (path.endsWith('.ttf'))
        expect(fontkit.openSync(absolute).getName('license')).toMatch(/SIL Open Font License, Version 1\.1/);
      else if (path.endsWith('.afm')) expect(text).toMatch(/Copyright \(c\) [\d, ]+Adobe Systems Incorporated/);
      else expect(text).toContain('International Color Consortium');
    }
  });

  it('are joined by the SAT’s catalogues in this repository, which say where they come from', () => {
    expect(readFileSync(join(ROOT, 'server/catalogs/README.md'), 'utf8')).toMatch(
      /phpcfdi\/resources-sat-catalogs .*\(Unlicense\)/,
    );
  });
});

function filesBelow(folder: string, name: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules') return [];
    if (entry.isDirectory()) return filesBelow(join(folder, entry.name), `${name}/${entry.name}`);
    return /\.(ttf|otf|woff2?|afm|icc)$/i.test(entry.name) ? [`${name}/${entry.name}`] : [];
  });
}
