/** The API's own documentation: OpenAPI, a page to read it, and a page for every problem. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import {
  type Language,
  PROBLEM_CODES,
  Problem,
  type ProblemCode,
  problemDetail,
  problemTitle,
} from '../../problems/problem.ts';
import type { Api, ApiVariables } from '../api/api.ts';
import { page, pageAnswer } from '../api/page.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { docsBody } from './docs-page.ts';

const INFO = {
  title: 'Autofactura',
  version: '1',
  description: 'Self-invoicing for Mexican merchants: find a sale, invoice it, leave with a CFDI 4.0.',
};

/** The pages `/openapi.json`, `/docs` and `/problems`. The document is built from the routes that `app` has by the time it is read. */
export function docsRoutes(app: Api, services: Services) {
  const docs = new Hono<ApiVariables>();
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: '`sk_test_…` or `sk_live_…`',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-autofactura-session',
    description:
      'A signed-in person. Merchant routes also need the headers `X-Autofactura-Merchant` and `X-Autofactura-World`; a change must come from our own `Origin`.',
  });
  // Built once, because it takes a tenth of a second of the event loop, and anybody may request it.
  const document = once(() =>
    app.getOpenAPI31Document({ openapi: '3.1.0', info: INFO, servers: [{ url: services.publicUrl }] }),
  );
  const text = once(() => JSON.stringify(document()));
  const body = once(() => docsBody(document()));
  docs.get('/openapi.json', (c) => c.body(text(), 200, { 'content-type': 'application/json' }));
  docs.get('/docs', (c) => pageAnswer(c, page('en', 'API', body())));
  docs.get('/problems', (c) => pageAnswer(c, problemList(languageOf(c))));
  docs.get('/problems/:code', (c) => {
    const code = PROBLEM_CODES.find((known) => known === c.req.param('code'));
    if (!code) throw new Problem('unknown-resource');
    return pageAnswer(c, problemPage(code, languageOf(c)));
  });
  return docs;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function problemPage(code: ProblemCode, language: Language) {
  const problem = new Problem(code);
  // The placeholders have no values here.
  const detail = problemDetail(problem, language).replace(/\{\w+\}/g, '…');
  return page(
    language,
    problemTitle(code, language),
    html`<h1>${problemTitle(code, language)}</h1><p>${detail}</p>
      <dl><dt>code</dt><dd><code>${code}</code></dd><dt>HTTP</dt><dd>${problem.status}</dd><dt>fixedAt</dt><dd><code>${problem.fixedAt}</code></dd></dl>
      <p><a href="/problems">${language === 'en' ? 'All problems' : 'Todos los problemas'}</a></p>`,
  );
}

function problemList(language: Language) {
  const title = language === 'en' ? 'Problems of the API' : 'Problemas de la API';
  return page(
    language,
    title,
    html`<h1>${title}</h1><ul>${PROBLEM_CODES.map((code) => html`<li><a href="/problems/${code}"><code>${code}</code></a> — ${problemTitle(code, language)}</li>`)}</ul>`,
  );
}
