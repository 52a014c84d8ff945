/** What SECURITY.md and the table of the ASVS promise is there: every test by its file and title, every requirement once. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGES = ['SECURITY.md', 'server/http/ASVS.md'];

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** `tests/file.test.ts` “title”. */
function namedTests(page: string): readonly { readonly file: string; readonly title: string }[] {
  return [...page.matchAll(/`(tests\/[\w/.-]+\.ts)` “([^”]+)”/g)].map(([, file = '', title = '']) => ({ file, title }));
}

describe.each(PAGES)('%s', (path) => {
  it('names only tests that exist, by file and title', () => {
    const missing = namedTests(read(path)).filter(
      ({ file, title }) => !existsSync(join(ROOT, file)) || !titlesOf(read(file)).includes(title),
    );
    expect(missing).toEqual([]);
    expect(namedTests(read(path)).length).toBeGreaterThan(20);
  });

  it('names only files and commands that exist', () => {
    const files = [...read(path).matchAll(/`((?:tests|server|db|widget)\/[\w/.-]+\.\w+)`/g)].map(
      ([, file = '']) => file,
    );
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const commands = [...read(path).matchAll(/`npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  });
});

/** Titles as they are written: of a test, of a row of `each`. Any text in quotes may be one. */
function titlesOf(source: string): readonly string[] {
  return [...source.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/g)].map(
    ([, single, double]) => single ?? double ?? '',
  );
}

/** Requirements of levels 1 and 2 in each section of ASVS 5.0.0 (its official CSV): always the first ones, level 3 follows. */
const SECTIONS: Readonly<Record<string, number>> = {
  ...{ 'V1.1': 2, 'V1.2': 9, 'V1.3': 11, 'V1.4': 3, 'V1.5': 2, 'V2.1': 3, 'V2.2': 3, 'V2.3': 4, 'V2.4': 1 },
  ...{ 'V3.2': 2, 'V3.3': 4, 'V3.4': 6, 'V3.5': 5, 'V3.7': 2, 'V4.1': 3, 'V4.2': 1, 'V4.3': 2, 'V4.4': 4 },
  ...{ 'V5.1': 1, 'V5.2': 3, 'V5.3': 2, 'V5.4': 3, 'V6.1': 3, 'V6.2': 12, 'V6.3': 4, 'V6.4': 4, 'V6.5': 5, 'V6.6': 3 },
  ...{ 'V6.8': 4, 'V7.1': 3, 'V7.2': 4, 'V7.3': 2, 'V7.4': 5, 'V7.5': 2, 'V7.6': 2, 'V8.1': 2, 'V8.2': 3, 'V8.3': 1 },
  ...{ 'V8.4': 1, 'V9.1': 3, 'V9.2': 4, 'V10.1': 2, 'V10.2': 2, 'V10.3': 4, 'V10.4': 11, 'V10.5': 5, 'V10.6': 2 },
  ...{ 'V10.7': 3, 'V11.1': 2, 'V11.2': 3, 'V11.3': 3, 'V11.4': 4, 'V11.5': 1, 'V11.6': 1, 'V12.1': 3, 'V12.2': 2 },
  ...{ 'V12.3': 4, 'V13.1': 1, 'V13.2': 5, 'V13.3': 2, 'V13.4': 5, 'V14.1': 2, 'V14.2': 4, 'V14.3': 3, 'V15.1': 3 },
  ...{ 'V15.2': 3, 'V15.3': 7, 'V16.1': 1, 'V16.2': 5, 'V16.3': 4, 'V16.4': 3, 'V16.5': 3, 'V17.1': 1, 'V17.2': 4 },
  'V17.3': 2,
};

describe('the ASVS 5.0.0, levels 1 and 2', () => {
  const required = Object.entries(SECTIONS).flatMap(([section, count]) =>
    Array.from({ length: count }, (_, at) => `${section}.${at + 1}`),
  );
  const rows = [...read('server/http/ASVS.md').matchAll(/^\| (V[^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)];

  it('has 253 requirements, each in one row of the table', () => {
    expect(required).toHaveLength(253);
    expect(rows.flatMap(([, ids = '']) => expand(ids)).toSorted()).toEqual(required.toSorted());
  });

  it('has the counts that the table states', () => {
    const counts = new Map<string, number>();
    for (const [, ids = '', standing = ''] of rows)
      counts.set(standing, (counts.get(standing) ?? 0) + expand(ids).length);
    const summary = /^(\d+) yes, (\d+) partly, (\d+) no, (\d+) the operator’s, (\d+) not applicable/m.exec(
      read('server/http/ASVS.md'),
    );
    const counted = ['yes', 'partly', 'no', 'operator', 'n/a'].map((standing) => counts.get(standing) ?? 0);
    expect(summary?.slice(1).map(Number)).toEqual(counted);
  });

  it('every «yes» has a test or a reason', () => {
    const bare = rows.filter(([, , standing, why = '']) => standing === 'yes' && why.trim().length < 20);
    expect(bare.map(([row]) => row)).toEqual([]);
  });
});

/** `V6.2.1–12, V6.3.2` as single requirements. */
function expand(ids: string): readonly string[] {
  return ids.split(',').flatMap((each) => {
    const [, section = '', first = '', last = first] = /^\s*(V\d+\.\d+)\.(\d+)(?:–(\d+))?\s*$/.exec(each) ?? [];
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => `${section}.${Number(first) + at}`);
  });
}
