/** What the audit log can name, in the panel: every change of a business by a route has words of its own, or people would read a method and a path. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isLook } from '../server/http/merchant/auditing.ts';
import { read, startApi, type TestApi } from './support/api.ts';

type Operation = { readonly 'x-scope'?: string; readonly 'x-audited'?: boolean };

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
});
afterAll(() => api.stop());

it('the audit log has a text for every change that a route of a business makes, and for no other', async () => {
  const { paths } = await read<{ paths: Record<string, Record<string, Operation>> }>(
    await api.request('/openapi.json'),
  );
  const actions = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method, operation]) => operation['x-scope'] && (operation['x-audited'] || !isLook({ method, path })))
      .map(([method]) => `${method.toUpperCase()} ${path.replace(/^\/v1/, '')}`),
  );
  const source = readFileSync('widget/panel/team/did-words.ts', 'utf8');
  const worded = [...source.matchAll(/^ {2}'([A-Z]+ [^']+)': \(\) =>/gm)].map(([, action]) => action);
  expect(worded.length).toBeGreaterThan(60);
  expect(worded.sort()).toEqual(actions.sort());
});
