/** The table of `widget/panel/README.md`: every test that it names exists, by its file and by how its title begins. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const README = readFileSync('widget/panel/README.md', 'utf8');
const rows = README.split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('|---'))
  .slice(1)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, what = '', screen = '', test = '']) => ({ what, screen, test }));

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name));
}

const files = filesUnder('tests');
const textOf = (wanted: (file: string) => boolean): string =>
  files
    .filter(wanted)
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
const ofPanel = textOf((file) => file.startsWith('tests/widget/panel/'));

describe('the table of the panel’s README', () => {
  it('has a screen and a test for each row', () => {
    expect(rows.length).toBeGreaterThan(35);
    expect(rows.filter(({ screen, test }) => screen === '' || test === '').map(({ what }) => what)).toEqual([]);
  });

  it('has the tutorial’s eight steps, its requirements and its three questions', () => {
    const marks = rows.map(({ what }) => /^(?:\d|requires|asks)/.exec(what)?.[0]);
    for (const step of '12345678') expect(marks).toContain(step);
    expect(marks.filter((mark) => mark === 'asks')).toHaveLength(3);
    expect(marks).toContain('requires');
  });

  it.each(rows.filter(({ test }) => /\.test\.ts/.test(test)))('names files that exist: $what', ({ test }) => {
    for (const [, name = ''] of test.matchAll(/`([\w/-]+\.test\.ts)`/g))
      expect([name, files.some((file) => file === name || file.endsWith(`/${name}`))]).toEqual([name, true]);
  });

  it.each(rows.filter(({ test }) => test.includes('«')))('names titles that exist: $what', ({ test }) => {
    const named = [...test.matchAll(/`([\w/-]+\.test\.ts)`/g)].map(([, name = '']) => name);
    const texts = ofPanel + textOf((file) => named.some((name) => file.endsWith(name)));
    for (const [, title = ''] of test.matchAll(/«([^»]+)»/g)) {
      const start = title.replace(/…$/, '');
      expect([start, texts.includes(start)]).toEqual([start, true]);
    }
  });
});
