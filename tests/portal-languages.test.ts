import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const PORTAL = new URL('../widget/portal/', import.meta.url);

/** The parts that a portal loads: the files of each, and the English that is there once it is loaded. */
const PARTS: readonly { readonly files: readonly string[]; readonly english: readonly string[] }[] = [
  {
    files: ['screen', 'steps/lookup', 'steps/missing', 'steps/other-ways', 'steps/step', 'steps/waiting', 'texts'],
    english: ['en'],
  },
  {
    files: [
      'receptor-rules',
      'steps/basket',
      'steps/issued',
      'steps/mail-goes-to',
      'steps/main-path',
      'steps/receptor',
      'steps/review',
      'steps/sale-card',
      'steps/search-outcome',
      'steps/spread',
      'steps/suggestion-offer',
    ],
    english: ['en', 'en-main-path'],
  },
  {
    files: [
      'steps/copy-link',
      'steps/guarded',
      'steps/proof',
      'steps/requested',
      'steps/several',

      'steps/side-screens',
    ],
    english: ['en', 'en-main-path', 'en-side-screens'],
  },
  { files: ['steps/cart'], english: ['en', 'en-main-path', 'en-cart'] },
  { files: ['steps/correcting'], english: ['en', 'en-main-path', 'en-correcting'] },
  { files: ['steps/proving'], english: ['en', 'en-main-path', 'en-proving'] },
];

const textOf = (file: string): string => readFileSync(new URL(`${file}.ts`, PORTAL), 'utf8');
const callsIn = (file: string): number => textOf(file).match(/\bmsg\(/g)?.length ?? 0;
const idsIn = (file: string): readonly string[] =>
  [...textOf(file).matchAll(/\{\s*id: '([\w-]+)',?\s*\}/g)].flatMap(([, id]) => id ?? []);

/** The files of the portal that have a sentence. */
const speaking = readdirSync(PORTAL, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => path.slice(0, -3))
  .filter((file) => callsIn(file) > 0);

async function englishIdsIn(names: readonly string[]): Promise<readonly string[]> {
  const tables = await Promise.all(names.map((name) => import(`../widget/locales/${name}.ts`)));
  return tables.flatMap(({ english }) => Object.keys(english));
}

it('every file of the portal that has a sentence belongs to one part, and no part lists another', () => {
  expect(PARTS.flatMap(({ files }) => files).toSorted()).toEqual(speaking.toSorted());
});

it('every sentence of the portal has an id', () => {
  expect(speaking.filter((file) => idsIn(file).length !== callsIn(file))).toEqual([]);
});

it.each(PARTS)(
  'every sentence has its English in a table that is loaded with it: $english',
  async ({ files, english }) => {
    const ids = await englishIdsIn(english);
    expect(files.flatMap(idsIn).filter((id) => !ids.includes(id))).toEqual([]);
  },
);

it('no English text of the portal is unused', async () => {
  const used = speaking.flatMap(idsIn);
  const known = await englishIdsIn([...new Set(PARTS.flatMap(({ english }) => english))]);
  expect(known.filter((id) => !used.includes(id))).toEqual([]);
});
