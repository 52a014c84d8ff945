/** The panel's API client: the session's cookie, the merchant and world in which it works, and every failure as its problem. */
import { language, trouble } from './texts.ts';
import type { ProblemBody, World } from './wire.ts';

/** What a call throws if the server refused it or could not be reached (`offline`, `timeout`, `unreachable`). */
export class Refusal extends Error {
  readonly problem: ProblemBody;

  constructor(problem: ProblemBody) {
    super(problem.code);
    this.problem = problem;
  }
}

/** The merchant and the world in which the panel works now. */
export type Where = { readonly merchant?: string | undefined; readonly world: World };

/** What calls to the API need from the page around them. */
export type ApiOptions = {
  /** The server's origin, and path prefix if any. */
  readonly base: string;
  readonly where: () => Where;
  /** Called when somebody has to prove who they are before a request can pass. Resolves to whether they did. */
  readonly prove: (problem: ProblemBody) => Promise<boolean>;
};

/** What a call sends besides its method and path. */
export type Ask = {
  readonly body?: unknown;
  /** Sent as it is, with this content type, instead of JSON. */
  readonly contentType?: string;
  /** The answer is a file. */
  readonly isFile?: boolean;
  /** The world, for what belongs to a certain one whichever the panel is in. */
  readonly world?: World;
  readonly signal?: AbortSignal;
  /** Whether an expired session is an expected answer rather than something to fix first. */
  readonly quiet?: boolean;
};

/** The HTTP methods that the panel uses. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Calls `/v1/{path}` and returns its JSON, or its text if it is not JSON. Throws `Refusal`, or the signal's abort. */
export type Call = <T>(method: Method, path: string, ask?: Ask) => Promise<T>;

/** The server requires the password again. */
export const STEP_UP = 'step-up-needed';

const DEADLINE_MS = 20_000;

/** No session, an expired one, or one that has to be confirmed before something this sensitive. */
const PROVABLE = ['unauthorized', 'signed-out', STEP_UP];

/** Calls the API at `base`. A request that was refused for lack of a session is sent again once somebody has signed in. */
export function connect({ base, where, prove }: ApiOptions): Call {
  return async function call<T>(method: Method, path: string, ask: Ask = {}): Promise<T> {
    const answer = await send(base, where(), method, path, ask);
    if (answer.ok) return answer.value as T;
    const isProvable = !ask.quiet && PROVABLE.includes(answer.problem.code);
    if (isProvable && (await prove(answer.problem)) && !ask.signal?.aborted) return call(method, path, ask);
    throw new Refusal(answer.problem);
  };
}

type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: ProblemBody };

async function send(base: string, where: Where, method: Method, path: string, ask: Ask): Promise<Answer> {
  const cut = new AbortController();
  const stop = (): void => cut.abort();
  const timer = setTimeout(stop, DEADLINE_MS);
  ask.signal?.addEventListener('abort', stop);
  try {
    const response = await fetch(`${base.replace(/\/$/, '')}/v1/${path}`, {
      method,
      headers: headersOf(where, ask),
      credentials: 'same-origin',
      ...bodyOf(ask),
      signal: cut.signal,
    });
    if (response.ok && ask.isFile) return { ok: true, value: await response.blob() };
    const value = read(await response.text());
    if (response.ok) return { ok: true, value };
    return { ok: false, problem: isProblem(value) ? value : trouble('unreachable') };
  } catch (error) {
    if (ask.signal?.aborted) throw error;
    return {
      ok: false,
      problem: trouble(navigator.onLine ? (cut.signal.aborted ? 'timeout' : 'unreachable') : 'offline'),
    };
  } finally {
    clearTimeout(timer);
    ask.signal?.removeEventListener('abort', stop);
  }
}

function headersOf({ merchant, world: now }: Where, ask: Ask): HeadersInit {
  const { body, contentType = 'application/json', world = now } = ask;
  return {
    'Accept-Language': language(),
    ...(merchant && { 'X-Autofactura-Merchant': merchant, 'X-Autofactura-World': world }),
    ...(body !== undefined && { 'Content-Type': contentType }),
  };
}

function bodyOf({ body, contentType }: Ask): { readonly body?: BodyInit } {
  if (body === undefined) return {};
  return { body: contentType ? (body as BodyInit) : JSON.stringify(body) };
}

function read(text: string): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isProblem(value: unknown): value is ProblemBody {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
}
