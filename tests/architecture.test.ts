import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * The folders of the server, each above what it may import: what stands later may import what stands earlier, types included, and never the
 * other way. So no two import each other, and there is no cycle. `db` carries out the ports of those below it; only who composes imports it.
 */
const LAYERS = [
  'server/text',
  'server/threads',
  'server/problems',
  'server/catalogs',
  'server/cfdi',
  'server/merchants',
  'server/notices',
  'server/outbox',
  'server/vault',
  'server/csd',
  'server/outbound',
  'server/links',
  'server/portals',
  'server/pac',
  'server/sales',
  'server/limits',
  'server/accounts',
  'server/sources',
  'server/taxpayers',
  'server/invoicing',
  'server/journal',
  'server/delivery',
  'server/print',
  'server/http',
  'db',
  'server/main',
  'server/demo',
  'server/commands',
  'server/cli.ts',
] as const;

/** Who chooses an engine and composes the rest over it. */
const COMPOSES = ['server/main', 'server/demo', 'server/commands', 'db'];

/** Inside http, by audience. */
const HTTP_LAYERS = ['api', 'portal', 'pages', 'accounts', 'merchant', 'app.ts'].map((name) => `server/http/${name}`);

/** What else may import what. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  // What folds facts knows neither a provider nor a file.
  'server/sources/intake': [
    'server/catalogs',
    'server/cfdi',
    'server/merchants',
    'server/notices',
    'server/portals',
    'server/problems',
    'server/sales',
    'server/sources/settings.ts',
    'server/sources/source.ts',
    'server/sources/source-store.ts',
    'server/text',
    'server/threads',
  ],
  widget: ['server/cfdi', 'server/catalogs', 'server/portals'],
  demo: [],
  'tests/e2e': ['tests/support'],
};

/** The widget takes these and nothing heavier of the server (design: RFC check, régimen × uso, the API's types). */
const IN_WIDGET =
  /server\/(cfdi\/(rfc|rfc-repair|nombre)|catalogs\/(entry|regimen-fiscal|uso-cfdi|plain-names-(es|en))|portals\/(trade-words|paper-words|ways))\.ts$/;

type Import = {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
};

const imports = ['server', 'db', 'widget', 'demo', 'tests'].flatMap((folder) =>
  sources(join(ROOT, folder)).flatMap(importsOf),
);

const shown = ({ from, to }: Pick<Import, 'from' | 'to'>): string => `${from} → ${to}`;

/** The imports that go up the layers. */
function wrongBy(layers: readonly string[], among: readonly Import[] = imports): readonly string[] {
  const layerOf = (file: string): number => layers.findIndex((layer) => isIn(file, layer));
  return among.filter(({ from, to }) => layerOf(from) >= 0 && layerOf(to) > layerOf(from)).map(shown);
}

describe('dependencies point one way', () => {
  it('every folder of the server has its layer', () => {
    const folders = readdirSync(join(ROOT, 'server'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `server/${name}`);
    expect(folders.filter((folder) => !LAYERS.some((layer) => layer === folder))).toEqual([]);
  });

  it('a folder of the server imports only folders of the layers before its own, types included', () => {
    expect(wrongBy(LAYERS)).toEqual([]);
  });

  it('no file imports itself through others, types and what is fetched on demand included', () => {
    expect(circles(imports)).toEqual([]);
  });

  it('an import cycle is found', () => {
    const [one, other] = ['server/cfdi/money.ts', 'server/cfdi/taxes.ts'];
    expect(circles([edge(one, other), edge(other, one), edge('server/cfdi/rfc.ts', one)])).toEqual([[one, other]]);
  });

  it('inside http every audience imports only from those before it', () => {
    expect(wrongBy(HTTP_LAYERS)).toEqual([]);
  });

  it('only the module that composes the server imports the database', () => {
    const wrong = imports.filter(
      ({ from, to }) => isIn(to, 'db') && isIn(from, 'server') && !COMPOSES.some((folder) => isIn(from, folder)),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  it('a wrong import is found, even of a type', () => {
    expect(wrongBy(LAYERS, [edge('server/cfdi/money.ts', 'server/http/app.ts')])).toEqual([
      'server/cfdi/money.ts → server/http/app.ts',
    ]);
  });

  for (const [folder, allowed] of Object.entries(MAY_IMPORT)) {
    it(`${folder} imports only ${[...allowed, 'itself'].join(', ')}`, () => {
      const wrong = imports.filter(
        ({ from, to }) => isIn(from, folder) && !isIn(to, folder) && !allowed.some((other) => isIn(to, other)),
      );
      expect(wrong.map(shown)).toEqual([]);
    });
  }

  it('cfdi and catalogs import nothing from Node', () => {
    const wrong = ['server/cfdi', 'server/catalogs'].flatMap((folder) =>
      sources(join(ROOT, folder)).filter((file) => /from '(node:|fs|path|crypto)/.test(readFileSync(file, 'utf8'))),
    );
    expect(wrong).toEqual([]);
  });

  it('the widget contains no server code but the checks of RFC and name, the tables of régimen and uso, and a portal’s ways to search', () => {
    const wrong = imports.filter(
      ({ from, to, isType }) => isIn(from, 'widget') && isIn(to, 'server') && !isType && !IN_WIDGET.test(to),
    );
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('links to this server are built only in server/links', () => {
    const elsewhere = sources(join(ROOT, 'server')).filter((file) => !isIn(relative(ROOT, file), 'server/links'));
    expect(
      elsewhere.flatMap((file) =>
        buildsLink(readFileSync(file, 'utf8'), relative(ROOT, file)) ? [relative(ROOT, file)] : [],
      ),
    ).toEqual([]);
  });

  it.each([
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: planted in a source
    'const url = `${services.publicUrl}/panel/setup?token=${token}`;',
    'const url = publicUrl + path;',
    'return `${publicUrlOf(config)}/${slug}`;',
    'fetch(`${server}/v1/portals/${slug}/test-run`);',
    'const page = `${origin}/panel/aviso/${token}`;',
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: planted in a source
  ])('a link that is built elsewhere is found: %s', (source) => {
    expect(buildsLink(source, 'server/http/pages/planted.ts')).toBe(true);
  });

  it('only config.ts reads the environment', () => {
    const readers = ['server', 'db']
      .flatMap((folder) => sources(join(ROOT, folder)))
      .filter((file) => readFileSync(file, 'utf8').includes('process.env'));
    expect(readers.map((file) => relative(ROOT, file)).filter((file) => !file.endsWith('drizzle.config.ts'))).toEqual([
      'server/main/config.ts',
    ]);
  });

  it('no type or class of ours has the name of one of the platform’s', () => {
    const shadows = ['server', 'db', 'widget']
      .flatMap((folder) => sources(join(ROOT, folder)))
      .flatMap((file) => shadowing(readFileSync(file, 'utf8')).map((name) => `${relative(ROOT, file)}: ${name}`));
    expect(shadows).toEqual([]);
  });

  it('a name of the platform’s is found', () => {
    expect(shadowing("export type Request = { readonly kind: 'search' };\ntype Sale = Request;")).toEqual(['Request']);
  });

  it('no file is longer than 400 lines, except for tables', () => {
    const long = ['server', 'db', 'widget', 'tests']
      .flatMap((folder) => sources(join(ROOT, folder)))
      .filter(
        (file) =>
          !/catalogs\/|seed|problem-table|fault/.test(file) && readFileSync(file, 'utf8').split('\n').length > 400,
      );
    expect(long.map((file) => relative(ROOT, file))).toEqual([]);
  });
});

describe('every exported name has a docstring', () => {
  it('in server, db, widget and demo', () => {
    const bare = ['server', 'db', 'widget', 'demo']
      .flatMap((folder) => sources(join(ROOT, folder)))
      .flatMap((file) => undocumented(readFileSync(file, 'utf8')).map((name) => `${relative(ROOT, file)}: ${name}`));
    expect(bare).toEqual([]);
  });

  it.each([
    ["import { a } from './a.ts';\n\nexport function totalOf(sale: Sale): Micro {\n", ['totalOf']],
    ['/** The total. */\n\nexport const total = 1;\n', ['total']],
    ['// The total.\nexport type Total = Micro;\n', ['Total']],
    ['/** The sum. */\nexport async function sum(): Promise<void> {\n}\nexport interface Sale {\n', ['Sale']],
    ["/** The element. */\n@customElement('x-y')\nexport class Element extends LitElement {\n", []],
    ['/** Adds. */\nexport function add(a: bigint): bigint;\nexport function add(a: string): string;\n', []],
  ])('finds a planted export without a docstring: %j', (source, names) => {
    expect(undocumented(source)).toEqual(names);
  });
});

/** The names that a source exports without a docstring right above. Of overloads, the first has it. */
function undocumented(source: string): readonly string[] {
  const exported = source.matchAll(
    /(?<above>\*\/\n(?:@.*\n|\/\/ biome-ignore.*\n)*)?^export (?:abstract |async |declare |default )*(?:class|const|enum|function\*?|interface|let|type) (?<name>\w+)/gm,
  );
  const documented = new Set<string>();
  return [...exported].flatMap(({ groups }) => {
    const name = groups?.name ?? '';
    if (groups?.above) documented.add(name);
    return documented.has(name) ? [] : [name];
  });
}

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

/** An import that is planted. */
function edge(from: string, to: string): Import {
  return { from, to, isType: true };
}

/** What a reader takes for the browser's, Node's or TypeScript's own. */
const PLATFORM: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(globalThis),
  ...[
    'Animation',
    'Attr',
    'Body',
    'Cache',
    'Client',
    'Comment',
    'Credential',
    'Document',
    'Element',
    'Geolocation',
    'History',
  ],
  ...[
    'Image',
    'Location',
    'Lock',
    'Node',
    'Notification',
    'Option',
    'Plugin',
    'Range',
    'Report',
    'Screen',
    'Selection',
    'Storage',
  ],
  ...['Text', 'Touch', 'Window', 'Worker'],
  ...[
    'Awaited',
    'Exclude',
    'Extract',
    'Omit',
    'Parameters',
    'Partial',
    'Pick',
    'Readonly',
    'Record',
    'Required',
    'ReturnType',
  ],
]);

function shadowing(source: string): readonly string[] {
  const declared = source.matchAll(/^(?:export )?(?:type|interface|(?:abstract )?class) (\w+)/gm);
  return [...declared].flatMap(([, name = '']) => (PLATFORM.has(name) ? [name] : []));
}

/** Who speaks to the APIs of others, whose addresses look like ours. */
const SPEAKS_TO_OTHERS = [
  'server/pac',
  'server/outbound',
  'server/sources',
  'server/taxpayers',
  'server/delivery/mail',
];

/** Whether it writes something behind this server's address, or the path of one of its audiences behind any. */
function buildsLink(source: string, file: string): boolean {
  const isBehindOurs = /\$\{[\w.]*\bpublicUrl\}|\$\{publicUrlOf\([^`]*?\)\}|\bpublicUrl\s*\+/.test(source);
  const isBehindAny = /[`'"](?:\$\{[^{}`]+\}|https?:\/\/[^\s`'"]*)\/(?:v1|panel|widget|problems)\//.test(source);
  return isBehindOurs || (isBehindAny && !SPEAKS_TO_OTHERS.some((folder) => isIn(file, folder)));
}

/** The groups of files that reach each other by imports: what is left when files that import none of the rest are taken away, both ways. */
function circles(among: readonly Import[]): readonly (readonly string[])[] {
  const pruned = (edges: readonly Import[]): readonly Import[] => {
    const sources = new Set(edges.map(({ from }) => from));
    const targets = new Set(edges.map(({ to }) => to));
    const left = edges.filter(({ from, to }) => sources.has(to) && targets.has(from));
    return left.length === edges.length ? edges : pruned(left);
  };
  const files = [...new Set(pruned(among).map(({ from }) => from))].sort();
  return files.length === 0 ? [] : [files];
}

function isIn(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}
