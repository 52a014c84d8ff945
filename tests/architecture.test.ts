import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The ports: anybody above them may import them, whatever folder they are in. */
const PORTS = [
  'server/csd/csd.ts',
  'server/pac/pac.ts',
  'server/pac/pacs.ts',
  'server/pac/timbre-of.ts',
  'server/pac/issued-document.ts',
  'server/pac/sat-status.ts',
  'server/pac/cancellation-state.ts',
  'server/outbound/provider-accounts.ts',
  'server/taxpayers/constancia.ts',
  'server/taxpayers/constancia-qr.ts',
  'server/taxpayers/registry.ts',
  'server/taxpayers/source.ts',
  'db/store.ts',
  'db/unavailable.ts',
  'db/provider-store.ts',
  'db/delivery-store.ts',
  'db/source-store.ts',
  'server/delivery/event.ts',
  'server/delivery/delivery.ts',
  'server/sources/intake/fact.ts',
  'server/sources/source.ts',
  'server/sources/settings.ts',
  'server/sales/sale.ts',
  'server/invoicing/invoice.ts',
  'server/merchants/merchant.ts',
  'server/portals/portal.ts',
];

/** What each folder may import besides itself and the ports. main, demo and the command line compose and may import all. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'server/cfdi': ['server/catalogs'],
  'server/catalogs': ['server/cfdi'],
  'server/csd': ['server/cfdi', 'server/catalogs'],
  'server/outbound': ['server/cfdi', 'server/csd'],
  'server/pac': ['server/cfdi', 'server/catalogs', 'server/csd', 'server/outbound'],
  'server/taxpayers': ['server/cfdi', 'server/catalogs', 'server/csd', 'server/outbound', 'server/pac', 'server/text'],
  'server/text': [],
  'server/threads': [],
  'server/sales': ['server/cfdi', 'server/catalogs', 'server/portals', 'server/text', 'server/threads'],
  'server/portals': ['server/cfdi', 'server/catalogs'],
  'server/delivery': [
    'server/cfdi',
    'server/catalogs',
    'server/csd',
    'server/outbound',
    'server/portals',
    'server/sales',
  ],
  'server/sources': [
    'server/cfdi',
    'server/catalogs',
    'server/sales',
    'server/outbound',
    'server/csd',
    'server/text',
    'server/threads',
  ],
  // What folds facts knows neither a provider nor a file.
  'server/sources/intake': ['server/cfdi', 'server/catalogs', 'server/sales', 'server/text', 'server/threads'],
  'server/merchants': [],
  'server/print': ['server/cfdi', 'server/catalogs', 'server/threads'],
  'server/invoicing': [
    'server/cfdi',
    'server/catalogs',
    'server/csd',
    'server/sales',
    'server/portals',
    'server/threads',
  ],
  'server/http': [
    'server/cfdi',
    'server/catalogs',
    'server/sales',
    'server/invoicing',
    'server/portals',
    'server/merchants',
    'server/print',
    'server/sources',
    'server/delivery',
    'server/outbound',
    'server/text',
    'server/threads',
  ],
  db: ['server/cfdi', 'server/catalogs', 'server/sales'],
  widget: ['server/cfdi', 'server/catalogs', 'server/portals'],
  demo: [],
  'tests/e2e': ['tests/support'],
};

/** The widget takes these and nothing heavier of the server (design: RFC check, régimen × uso, the API's types). */
const IN_WIDGET =
  /server\/(cfdi\/(rfc|rfc-repair|nombre)|catalogs\/(entry|regimen-fiscal|uso-cfdi|plain-names-(es|en))|portals\/trade-words)\.ts$/;

type Import = { readonly from: string; readonly to: string; readonly isType: boolean };

const imports = ['server', 'db', 'widget', 'demo', 'tests'].flatMap((folder) =>
  sources(join(ROOT, folder)).flatMap(importsOf),
);

describe('dependencies point one way', () => {
  for (const [folder, allowed] of Object.entries(MAY_IMPORT)) {
    it(`${folder} imports only ${[...allowed, 'itself', 'the ports'].join(', ')}`, () => {
      const wrong = imports.filter(
        ({ from, to }) =>
          isIn(from, folder) && !isIn(to, folder) && !PORTS.includes(to) && !allowed.some((other) => isIn(to, other)),
      );
      expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
    });
  }

  it('cfdi and catalogs import nothing of Node', () => {
    const wrong = ['server/cfdi', 'server/catalogs'].flatMap((folder) =>
      sources(join(ROOT, folder)).filter((file) => /from '(node:|fs|path|crypto)/.test(readFileSync(file, 'utf8'))),
    );
    expect(wrong).toEqual([]);
  });

  it('the widget carries no more of the server than the checks of RFC and name and the tables of régimen and uso', () => {
    const wrong = imports.filter(
      ({ from, to, isType }) => isIn(from, 'widget') && isIn(to, 'server') && !isType && !IN_WIDGET.test(to),
    );
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('only config.ts reads the environment', () => {
    const readers = ['server', 'db']
      .flatMap((folder) => sources(join(ROOT, folder)))
      .filter((file) => readFileSync(file, 'utf8').includes('process.env'));
    expect(readers.map((file) => relative(ROOT, file)).filter((file) => !file.endsWith('drizzle.config.ts'))).toEqual([
      'server/config.ts',
    ]);
  });

  it('no file is longer than 400 lines, tables aside', () => {
    const long = ['server', 'db', 'widget', 'tests']
      .flatMap((folder) => sources(join(ROOT, folder)))
      .filter(
        (file) =>
          !/catalogs\/|seed|problem-table|fault/.test(file) && readFileSync(file, 'utf8').split('\n').length > 400,
      );
    expect(long.map((file) => relative(ROOT, file))).toEqual([]);
  });
});

function sources(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return name.endsWith('.ts') && !name.endsWith('.d.ts') ? [path] : [];
  });
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8');
  return [
    ...text.matchAll(/(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'(\.[^']+)'|import\('(\.[^']+)'\)/g),
  ].map((match) => ({
    from: relative(ROOT, file),
    to: relative(ROOT, resolve(dirname(file), match[2] ?? match[3] ?? '')),
    isType: match[1] !== undefined,
  }));
}

function isIn(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/`);
}
