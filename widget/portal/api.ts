/** The portal's API client: fetch with a deadline, no cookies, and every failure as its problem. */
import { language, trouble } from './texts.ts';
import type { Locale, PortalSettings, ProblemBody } from './wire.ts';

/** What a call throws if the server refused it or could not be reached (`offline`, `timeout`, `unreachable`). */
export class Refusal extends Error {
  readonly problem: ProblemBody;

  constructor(problem: ProblemBody) {
    super(problem.code);
    this.problem = problem;
  }
}

/** The API of one portal. Calls take a signal that aborts them, and throw `Refusal` or that signal's abort. */
export type Api = ReturnType<typeof connect>;

const DEADLINE_MS = 15_000;

/** Creates the client of portal `slug` at `base`, the API's origin (and path prefix, if any). */
export function connect(base: string, slug: string) {
  const root = new URL(`${base.replace(/\/$/, '')}/v1/`, location.href);
  const portal = `portals/${encodeURIComponent(slug)}`;
  // The server may know itself by another name than the page does (a proxy, localhost): only the part after /v1/ counts.
  const address = (link: string) => new URL(link.slice(link.lastIndexOf('/v1/') + 1).replace(/^v1\//, ''), root).href;
  return {
    /** The whole address of a server's link, or of a path below the API's root. */
    address,
    /** The part of a link that may be in a page's address; only paths of this API are accepted from there. */
    pathOf: (link: string) => address(link).slice(root.href.length),
    owns: (link: string) => address(link).startsWith(root.href),
    settings: (signal: AbortSignal, wanted: Locale) => call<PortalSettings>(address(portal), signal, { wanted }),
    get: <T>(link: string, signal: AbortSignal) => call<T>(address(link), signal),
    /** Posts to a path below the portal, or to a whole address. */
    post: <T>(path: string, signal: AbortSignal, body: unknown, ms?: number, headers?: ExtraHeaders) =>
      call<T>(address(path.includes(':') ? path : `${portal}/${path}`), signal, { body, ms, headers }),
    saleAt: (token: string) => `${portal}/sales/${encodeURIComponent(token)}`,
    /** Logs an anonymous funnel step: never blocks, never fails, and contains nothing about the customer. */
    log: (name: string, step: string) => {
      const body = JSON.stringify({ name, step });
      fetch(address(`${portal}/events`), { ...JSON_POST, body, keepalive: true }).catch(() => {});
    },
  };
}

const JSON_POST = { method: 'POST', headers: { 'Content-Type': 'application/json' }, credentials: 'omit' } as const;

type ExtraHeaders = Readonly<Record<string, string>>;

type Call = {
  readonly body?: unknown;
  readonly ms?: number | undefined;
  readonly wanted?: Locale;
  readonly headers?: ExtraHeaders | undefined;
};

async function call<T>(
  url: string,
  signal: AbortSignal,
  { body, ms = DEADLINE_MS, wanted = language(), headers: more }: Call = {},
): Promise<T> {
  const cut = new AbortController();
  const stop = () => cut.abort();
  const timer = setTimeout(stop, ms);
  signal.addEventListener('abort', stop);
  const post = body ? { ...JSON_POST, body: JSON.stringify(body) } : {};
  const headers = {
    'Accept-Language': wanted,
    ...(body ? JSON_POST.headers : {}),
    ...more,
  };
  try {
    const response = await fetch(url, { credentials: 'omit', ...post, headers, signal: cut.signal });
    const text = await response.text();
    const answer = text ? JSON.parse(text) : undefined;
    if (response.ok) return answer;
    throw new Refusal(answer?.code ? answer : trouble('unreachable'));
  } catch (error) {
    if (signal.aborted || error instanceof Refusal) throw error;
    throw new Refusal(trouble(navigator.onLine ? (cut.signal.aborted ? 'timeout' : 'unreachable') : 'offline'));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
