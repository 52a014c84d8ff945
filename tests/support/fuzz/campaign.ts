/** Sequences of generated requests against one API, in batches, each with a seed of its own that repeats it. */
import fc from 'fast-check';
import type { TestApi } from '../api.ts';
import { type ApiDocument, type Operation, readApiDocument } from './api-document.ts';
import { exampleBodies, sealBody } from './examples.ts';
import { faultOf } from './judge-answer.ts';
import { PAGES, pageFault, pageSteps } from './pages.ts';
import { prepare, type Sent } from './send.ts';
import { rightSteps, type Step, stepsOf } from './steps.ts';
import { createWorld, type Owner, type World } from './world.ts';

export type Finding = { readonly what: string; readonly seed: number; readonly requests: readonly string[] };

export type Report = {
  readonly sent: number;
  readonly findings: readonly Finding[];
  /** How often each route answered with each status. */
  readonly statuses: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** The longest that each route took, in milliseconds. */
  readonly slowest: ReadonlyMap<string, number>;
};

export type Campaign = {
  readonly document: ApiDocument;
  readonly world: World;
  /** Calls every operation but the excepted (`POST /v1/x`) as it should be called, until it succeeds. Answers those that never did, with their last status. */
  tour(seed: number, except?: readonly string[]): Promise<readonly string[]>;
  /** Sends about so many requests, in batches; ends early after as many different findings as `most`, or when it is asked to. */
  run(options: RunOptions): Promise<Report>;
};

type RunOptions = {
  readonly requests: number;
  readonly seed: number;
  readonly most?: number;
  /** Takes each new finding, as text. */
  readonly report?: (finding: string) => void;
  /** Takes what was sent so far, after each batch. */
  readonly progress?: (sent: number) => void;
  readonly signal?: AbortSignal;
};

const A_BATCH = 250;
const STEPS = 6;
/** Steps of a sequence, on average. */
const MEAN_STEPS = 3;
/** These print, ask somebody else or hash for long: one in so many requests is enough. */
const SLOW = /\/(?:pdf|zip|test|csd|backfill|constancia)$|\{kind\}$/;

/**
 * Against an API with the demo's cast. Requests go to `send`, which is the API itself unless a test stands between. Lanes share one document,
 * whose validators take a second to compile.
 */
export async function createCampaign(
  api: TestApi,
  send: TestApi['request'] = api.request,
  known?: ApiDocument,
): Promise<Campaign> {
  const document = known ?? readApiDocument(await (await api.request('/openapi.json')).json());
  const world = await createWorld(api);
  const examples = { ...exampleBodies(api.now()), '/v1/csd': await sealBody(api.now()) };
  const steps = anyStep(document, examples);
  return {
    document,
    world,
    tour: (seed, except = []) => tour({ document, world, send, book: createBook(), steps }, examples, seed, except),
    async run({ requests, seed, most = 1, report = () => undefined, progress = () => undefined, signal }) {
      const book = createBook();
      const findings: Finding[] = [];
      for (let batch = 0; book.sent() < requests && findings.length < most && !signal?.aborted; batch += 1) {
        await world.refresh();
        const found = await runBatch({ document, world, send, book, steps }, seed + batch, requests - book.sent());
        const isNew = found && findings.every(({ what }) => kindOf(what) !== kindOf(found.what));
        if (found && isNew) findings.push(found);
        if (found && isNew) report(describe(found));
        progress(book.sent());
      }
      return { sent: book.sent(), findings, statuses: book.statuses, slowest: book.slowest };
    },
  };
}

/** The route and the kind of fault, without what was sent. */
export function kindOf(what: string): string {
  return what.replace(/:.*$/s, '').slice(0, 120);
}

export function describe({ what, seed, requests }: Finding): string {
  return [`${what}\n  seed ${seed}; the shortest sequence found:`, ...requests.map((each) => `  ${each}`)].join('\n');
}

function anyStep(document: ApiDocument, examples: Readonly<Record<string, unknown>>): fc.Arbitrary<Step> {
  const weightOf = (path: string) => (SLOW.test(path) ? 1 : 12);
  const ofApi = document.operations.map((operation) => ({
    weight: weightOf(operation.path) * (operation.method === 'DELETE' ? 0.25 : 1) * 4,
    arbitrary: stepsOf(document, operation, examples[operation.path]),
  }));
  const ofPages = PAGES.map((page) => ({ weight: weightOf(page.path), arbitrary: pageSteps(page) }));
  return fc.oneof(...ofApi, ...ofPages);
}

type Book = ReturnType<typeof createBook>;

function createBook() {
  const statuses = new Map<string, Map<number, number>>();
  const slowest = new Map<string, number>();
  let sent = 0;
  return {
    statuses,
    slowest,
    sent: () => sent,
    note(route: string, status: number, ms: number) {
      sent += 1;
      const counts = statuses.get(route) ?? new Map<number, number>();
      statuses.set(route, counts.set(status, (counts.get(status) ?? 0) + 1));
      slowest.set(route, Math.max(slowest.get(route) ?? 0, ms));
    },
  };
}

type Running = {
  readonly document: ApiDocument;
  readonly world: World;
  readonly send: TestApi['request'];
  readonly book: Book;
  readonly steps: fc.Arbitrary<Step>;
};

const TRIES = 60;

async function tour(
  running: Running,
  examples: Readonly<Record<string, unknown>>,
  seed: number,
  except: readonly string[],
): Promise<readonly string[]> {
  const { document } = running;
  // What is created is there for the others, and what deletes comes last.
  const rankOf = ({ method, path }: Operation) =>
    method === 'DELETE' ? 3 : path.endsWith('/test') ? 2 : method === 'POST' && !path.includes('{id}') ? 0 : 1;
  const wanted = document.operations.filter(({ method, path }) => !except.includes(`${method} ${path}`));
  const failed: string[] = [];
  for (const operation of wanted.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const tries = fc.sample(rightSteps(document, operation, examples[operation.path]), { seed, numRuns: TRIES });
    let status = 0;
    for (const step of tries) {
      status = await take(running, step, []);
      if (status < 300) break;
    }
    if (status >= 300) failed.push(`${operation.method} ${operation.path} ${status}`);
  }
  return failed;
}

async function runBatch(running: Running, seed: number, left: number): Promise<Finding | undefined> {
  let last: readonly Sent[] = [];
  const sequence = fc.array(running.steps, { minLength: 1, maxLength: STEPS });
  const property = fc.asyncProperty(sequence, async (steps) => {
    const sent: Sent[] = [];
    last = sent;
    for (const step of steps) await take(running, step, sent);
  });
  const numRuns = Math.max(1, Math.ceil(Math.min(A_BATCH, left / MEAN_STEPS)));
  const outcome = await fc.check(property, { seed, numRuns, endOnFailure: false });
  if (!outcome.failed) return undefined;
  const what = outcome.errorInstance instanceof Error ? outcome.errorInstance.message : String(outcome.errorInstance);
  const shortest = outcome.counterexample?.[0];
  return {
    what,
    seed,
    requests: shortest ? shortest.map((step) => curlOf(prepare(running.world, step))) : last.map(curlOf),
  };
}

async function take({ document, world, send, book }: Running, step: Step, before: Sent[]): Promise<number> {
  const sent = prepare(world, step);
  before.push(sent);
  const { url, method, headers, body } = sent;
  const logged = world.api.logged.length;
  const started = performance.now();
  const response = await send(url, { method, headers, ...(body && { body: new Uint8Array(body) }) });
  const answer = {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  };
  const route = operationOf(document, step);
  const name = `${route?.method ?? 'GET'} ${step.path}`;
  book.note(
    step.method === (route?.method ?? 'GET') ? name : `other methods`,
    answer.status,
    performance.now() - started,
  );
  const page = route ? undefined : PAGES.find(({ path }) => path === step.path);
  const fault =
    (page && pageFault(page, step, answer)) ??
    faultOf({ document, operation: route, step, sent, answer }) ??
    brokenStore(world, logged);
  const log = world.api.logged.slice(logged);
  if (fault !== undefined) throw new Error(`${step.method} ${step.path}: ${fault}\n  its log: ${JSON.stringify(log)}`);
  if (route && answer.status < 300) keepCreated(world, step, answer.bytes);
  return answer.status;
}

function operationOf({ operations }: ApiDocument, { path, method }: Step): Operation | undefined {
  const ofPath = operations.filter((each) => each.path === path);
  return ofPath.find((each) => each.method === method) ?? ofPath[0];
}

/** What was created is named by what follows. */
function keepCreated(world: World, step: Step, bytes: Buffer): void {
  if (!bytes.subarray(0, 1).equals(Buffer.from('{'))) return;
  let body: { id?: unknown; accessToken?: unknown; links?: { self?: unknown } };
  try {
    body = JSON.parse(bytes.toString());
  } catch {
    return;
  }
  const collection = step.path.split('/').at(-1) ?? '';
  if (typeof body.id !== 'string' || collection.includes('{')) return;
  const self = typeof body.links?.self === 'string' ? body.links.self : '';
  const token = typeof body.accessToken === 'string' ? body.accessToken : /token=([\w-]+)/.exec(self)?.[1];
  const owner = ownerOf(step);
  if (owner) world.keep(owner, collection, { id: body.id, ...(token !== undefined && { token }) });
}

/** The engine is there: an answer of 503 on its behalf hides a statement that it refused. */
function brokenStore({ api }: World, from: number): string | undefined {
  const failed = api.logged.slice(from).find(({ event }) => event === 'store.failed' || event === 'request.failed');
  return failed && `the log says ${failed.event} ${JSON.stringify(failed.fields)}`;
}

/** Of a portal, whoever calls; else whose key it is. The live world is nobody's here. */
function ownerOf({ params: { slug }, caller }: Step): Owner | undefined {
  if (slug) return slug.kind === 'text' ? undefined : slug.kind;
  return caller.kind === 'theirs' ? 'theirs' : caller.kind === 'live' ? undefined : 'ours';
}

/** As somebody would repeat it by hand. */
function curlOf({ method, url, headers, body }: Sent): string {
  const given = Object.entries(headers).map(
    ([name, value]) => `-H ${JSON.stringify(`${name}: ${value.slice(0, 80)}`)}`,
  );
  const text = body?.toString('latin1') ?? '';
  const data = body ? [`--data-binary ${JSON.stringify(text.length > 1_500 ? `${text.slice(0, 1_500)}…` : text)}`] : [];
  return ['curl', '-X', method, ...given, ...data, JSON.stringify(url)].join(' ');
}
