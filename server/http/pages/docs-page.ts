/** The documentation page of the API, built from the OpenAPI document, without scripts. */
import { html } from 'hono/html';
import type { Html } from '../api/page.ts';

/** The part of an OpenAPI 3.1 document that the page shows. */
export type ApiDocument = {
  readonly paths?: Readonly<Record<string, object>> | undefined;
  readonly components?: { readonly schemas?: Readonly<Record<string, object>> | undefined } | undefined;
};

type Operation = {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses?: Readonly<Record<string, { readonly description?: string; readonly content?: Content }>>;
};
type Content = Readonly<Record<string, { readonly schema?: unknown }>>;
type Entry = { readonly method: string; readonly path: string; readonly operation: Operation };

/** Lists the routes by tag with their requests and responses, and the schemas at the end. */
export function docsBody(document: ApiDocument): Html {
  const entries = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]): Entry => ({ method: method.toUpperCase(), path, operation: operation as Operation }),
    ),
  );
  const tags = [...new Set(entries.flatMap(({ operation }) => operation.tags ?? []))];
  return html`<h1>Autofactura API</h1>
    <p>OpenAPI 3.1: <a href="/openapi.json">/openapi.json</a>. Problems are RFC 9457: <a href="/problems">/problems</a>.
      Merchant routes take <code>Authorization: Bearer sk_test_…</code> or <code>sk_live_…</code>.</p>
    ${tags.map((tag) => html`<h2>${tag}</h2>${entries.filter(({ operation }) => operation.tags?.includes(tag)).map(operationBody)}`)}
    <h2>Schemas</h2>
    ${Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => html`<details id="schema-${name}"><summary><code>${name}</code></summary>${json(schema)}</details>`)}`;
}

function operationBody({ method, path, operation }: Entry): Html {
  return html`<details>
    <summary><code>${method} ${path}</code> — ${operation.summary ?? ''}${operation.security ? ' (key)' : ''}</summary>
    ${operation.description === undefined ? '' : html`<p>${operation.description}</p>`}
    ${operation.parameters?.length ? html`<p>${operation.parameters.map(({ name, in: where, required }) => html`<code>${name}</code> in ${where}${required ? '' : ', optional'}. `)}</p>` : ''}
    ${operation.requestBody === undefined ? '' : html`<h3>Body</h3>${contentBody(operation.requestBody.content)}`}
    ${Object.entries(operation.responses ?? {}).map(([status, answer]) => html`<h3>${status}</h3><p>${answer.description ?? ''}</p>${contentBody(answer.content)}`)}
  </details>`;
}

function contentBody(content: Content = {}): readonly Html[] {
  return Object.entries(content).map(([type, { schema }]) => {
    const name = referenceOf(schema);
    return html`<p><code>${type}</code>${name === undefined ? '' : html` · <a href="#schema-${name}">${name}</a>`}</p>${name === undefined ? json(schema) : ''}`;
  });
}

function referenceOf(schema: unknown): string | undefined {
  const reference = typeof schema === 'object' && schema !== null && '$ref' in schema ? schema.$ref : undefined;
  return typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
}

function json(schema: unknown): Html {
  return html`<pre>${JSON.stringify(schema, null, 2)}</pre>`;
}
