import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
});
afterAll(() => api.stop());

const open = (path: string): Promise<Response> => api.request(path, { headers: { accept: 'text/html' } });
const policyOf = (answer: Response): string => answer.headers.get('content-security-policy') ?? '';

describe('the panel’s pages', () => {
  test('200: every address below /panel is the panel, so a deep link and a reload open it', async () => {
    for (const path of ['/panel', '/panel/ventas', '/panel/portales/cafe-jacaranda', '/panel/setup?token=tok']) {
      const answer = await open(path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(await answer.text()).toContain('<autofactura-panel>');
    }
  });

  test('200: no inline script or style applies there, nobody can frame it, and no address of it leaks or is indexed', async () => {
    const answer = await open('/panel/setup?token=tok');
    expect(policyOf(answer)).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policyOf(answer)).toContain("frame-ancestors 'none'");
    expect(policyOf(answer)).not.toContain('unsafe');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('cache-control')).toContain('private');
    expect(answer.headers.get('x-robots-tag')).toContain('noindex');
    expect(await answer.text()).not.toMatch(/<style|<script(?! type="module" src)|style="|tok\b/);
  });

  test('200: only the panel can frame the preview, which connects to nothing', async () => {
    const answer = await open('/panel/vista-previa');
    expect(answer.status).toBe(200);
    expect(policyOf(answer)).toContain("frame-ancestors 'self'");
    expect(policyOf(answer)).not.toContain('connect-src');
  });

  test('404: neither the page that an alert leads to nor anything below it is mistaken for one of the panel', async () => {
    for (const path of ['nada', 'nada/xml', 'nada/zip', 'nada/pdf/mas', '']) {
      const answer = await open(`/panel/aviso/${path}`);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.text()).not.toContain('<autofactura-panel>');
    }
  });
});
