import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { english } from '../widget/locales/en-panel.ts';

const PANEL = new URL('../widget/panel/', import.meta.url);
const sources = readdirSync(PANEL, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(new URL(path, PANEL), 'utf8') }));

const idsIn = (text: string) => [...text.matchAll(/\{\s*id: '([\w-]+)',?\s*\}/g)].flatMap(([, id]) => id ?? []);

it('every sentence of the panel has an id', () => {
  const unnamed = sources.filter(({ text }) => idsIn(text).length !== (text.match(/\bmsg\(/g)?.length ?? 0));
  expect(unnamed.map(({ path }) => path)).toEqual([]);
});

it('every sentence of the panel has an English text, and no English text is unused', () => {
  const used = new Set(sources.flatMap(({ text }) => idsIn(text)));
  expect([...used].filter((id) => !Object.hasOwn(english, id))).toEqual([]);
  expect(Object.keys(english).filter((id) => !used.has(id))).toEqual([]);
});
