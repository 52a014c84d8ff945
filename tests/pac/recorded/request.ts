/**
 * A captured request taken apart, so that it can be held against a recorded shape whole: nothing of it is left out but
 * what HTTP itself adds. It reads with no code of the stand-ins, nor of the adapters.
 */
import { SaxesParser } from 'saxes';
import type { SeenRequest } from '../../stand-ins/bench.ts';

export type ReadRequest = {
  readonly method: string;
  /** Percent-encoded as it was sent. */
  readonly path: string;
  /** `name=value`, decoded, sorted. */
  readonly query: readonly unknown[];
  /** All but Host, Connection and Content-Length. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** Absent when nothing was sent. */
  readonly body?: ReadBody;
};

export type ReadBody =
  | { readonly text: string }
  | { readonly xml: Tree }
  /** Numbers are `{ number: '1.50' }`, by their digits. */
  | { readonly json: unknown }
  | { readonly parts: readonly { readonly headers: readonly string[]; readonly text: string }[] };

/** An element by `{namespace}name`, its children and texts in their order; prefixes are no part of it. */
export type Tree = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly content: readonly unknown[];
};

/** Throws for a request that is none: a wrong length, a body that is not of its Content-Type. */
export function readRequest({ method, path: target, headers, body }: SeenRequest): ReadRequest {
  const [path = '', search = ''] = target.split(/\?(.*)/s);
  const query = [...new URLSearchParams(search)].map(([name, value]) => `${name}=${value}`).sort();
  const { host: _, connection: __, 'content-length': length = '0', ...rest } = headers;
  if (Number(length) !== Buffer.byteLength(body))
    throw new Error(`${length} bytes declared, ${body.length} letters sent`);
  const type = rest['content-type'] ?? '';
  const boundary = /^multipart\/form-data; boundary=([\w-]{1,70})$/.exec(type)?.[1];
  const named = boundary === undefined ? {} : { 'content-type': 'multipart/form-data; boundary={boundary}' };
  const own = { ...rest, ...named };
  if (body === '') return { method, path, query, headers: own };
  return { method, path, query, headers: own, body: bodyOf(type, boundary, body) };
}

function bodyOf(type: string, boundary: string | undefined, body: string): ReadBody {
  if (boundary !== undefined) return { parts: partsOf(body, boundary) };
  if (type.startsWith('text/xml')) return { xml: treeOf(body) };
  return type === 'application/json' ? { json: jsonOf(body) } : { text: body };
}

/** RFC 2046, without preamble and epilogue. */
function partsOf(body: string, boundary: string) {
  const [preamble, ...rest] = `\r\n${body}`.split(`\r\n--${boundary}`);
  const closing = rest.pop() ?? '';
  if (preamble !== '' || !/^--(?:\r\n)?$/.test(closing)) throw new Error('not a multipart body');
  return rest.map((part) => {
    const end = part.indexOf('\r\n\r\n');
    return { headers: part.slice(0, end).split('\r\n').slice(1).sort(), text: part.slice(end + 4) };
  });
}

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

function jsonOf(body: string): unknown {
  return JSON.parse(
    body.replace(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `{"number":"${token}"}`)),
  );
}

/** Throws for a comment, a processing instruction or a DTD: no recorded body has any. */
export function treeOf(text: string): Tree {
  const parser = new SaxesParser({ xmlns: true });
  const root: { content: unknown[] } = { content: [] };
  const stack = [root];
  const refuse = (): never => {
    throw new Error('more than elements and text');
  };
  parser.on('error', (error) => {
    throw error;
  });
  for (const event of ['comment', 'processinginstruction', 'doctype'] as const) parser.on(event, refuse);
  parser.on('opentag', ({ uri, local, attributes }) => {
    const own = Object.values(attributes).filter(({ name }) => !/^xmlns(?::|$)/.test(name));
    const element = {
      name: `{${uri}}${local}`,
      attributes: Object.fromEntries(
        own.map((each) => [each.uri ? `{${each.uri}}${each.local}` : each.local, each.value]),
      ),
      content: [] as unknown[],
    };
    stack.at(-1)?.content.push(element);
    stack.push(element);
  });
  const addText = (more: string): void => void stack.at(-1)?.content.push(more);
  parser.on('text', (more) => stack.length > 1 && addText(more));
  parser.on('cdata', addText);
  parser.on('closetag', () => void stack.pop());
  parser.write(text).close();
  const [element] = root.content;
  return element as Tree;
}

/** An element of a recorded shape; a `content` that is a text is its only one. */
export function element(
  namespace: string,
  local: string,
  content: unknown,
  attributes: Readonly<Record<string, unknown>> = {},
): Tree {
  return { name: `{${namespace}}${local}`, attributes, content: Array.isArray(content) ? content : [content] };
}

/** A JSON number of a recorded shape, digit for digit. */
export function number(digits: unknown): { readonly number: unknown } {
  return { number: digits };
}
