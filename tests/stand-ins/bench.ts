/** What every stand-in of a PAC stands on: the sandbox's stamping behind another wire, and the quirks of its provider. */
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { createSandboxApp } from '../../server/pac/sandbox/app.ts';
import { type CancelOutcome, cancelCall } from '../../server/pac/sandbox/cancel-call.ts';
import type { EstatusUuid, Stamps } from '../../server/pac/sandbox/cancelling.ts';
import { deliver, type PacEnv, type Worded } from '../../server/pac/sandbox/delivery.ts';
import type { Ledger, StampWithXml } from '../../server/pac/sandbox/ledger.ts';
import { incidencia, refusal } from '../../server/pac/sandbox/refusals.ts';
import type { SignedCancellation } from '../../server/pac/sandbox/signed-cancellation.ts';
import { type Answer, type Identify, type Sandbox, stamp } from '../../server/pac/sandbox/stamping.ts';

/** A request as it came, for tests that hold it against the recorded shapes. */
export type SeenRequest = {
  readonly method: string;
  /** With its query, below the provider's prefix. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Bench = {
  readonly sandbox: Sandbox;
  /** Whether a quirk acts now; one that was set with `times` is used up by asking. */
  takes(quirk: string): boolean;
  /**
   * Stamps as the sandbox does. Three quirks every PAC may have: `refuses-before-repeat` looks at its lists before it looks for
   * an earlier stamp, `foreign-timbre` answers with the stamp of another document, `altered-document` with one it has changed.
   */
  certify(bytes: Uint8Array, clientRef: string, identify?: Identify): Promise<Answer | 'drop'>;
  /** Hands a request to cancel to the SAT, and answers in the provider's words, or as the sandbox's faults spoil them. */
  cancel(c: Context<PacEnv>, asked: SignedCancellation, word: (estatus: EstatusUuid) => Worded): Promise<Response>;
  /** What every provider here has stamped and was asked to cancel, as the SAT knows it. */
  readonly stamps: Stamps;
};

/** The routes of one provider, relative to its prefix. */
export type ProviderRoutes = (bench: Bench) => Hono<PacEnv>;

const quirkSchema = z.strictObject({ quirk: z.string(), times: z.int().min(1).optional() });
const KEPT_REQUESTS = 500;

/**
 * The provider's routes with, beside them: the sandbox's `/ledger`, `/control`, `/certificate`; `POST /quirks {quirk, times?}` and
 * `DELETE /quirks`; `GET /requests`, the last 500, oldest first, and `DELETE /requests`.
 */
export function createStandIn(
  sandbox: Sandbox,
  routes: ProviderRoutes,
  ledgers: readonly Ledger[] = [sandbox.ledger],
): Hono<PacEnv> {
  const quirks = new Map<string, number>();
  const seen: SeenRequest[] = [];
  const takes = (quirk: string): boolean => {
    const left = quirks.get(quirk) ?? 0;
    if (left <= 1) quirks.delete(quirk);
    else quirks.set(quirk, left - 1);
    return left > 0;
  };
  const bench: Bench = {
    sandbox,
    takes,
    async certify(bytes, clientRef, identify) {
      if (takes('refuses-before-repeat')) return { outcome: { kind: 'refused', refusal: refusal(incidencia('402')) } };
      const answer = await stamp(sandbox, bytes, clientRef, identify);
      if (answer === 'drop' || answer.outcome.kind !== 'stamped') return answer;
      if (takes('foreign-timbre'))
        return { outcome: { ...answer.outcome, stamp: another(sandbox, answer.outcome.stamp) } };
      if (takes('altered-document')) return { outcome: { ...answer.outcome, stamp: altered(answer.outcome.stamp) } };
      return answer;
    },
    async cancel(c, asked, word) {
      const answer = await cancelCall(sandbox, asked);
      return deliver(c, answer, (outcome) => wordCancel(outcome, word), sandbox.stopping);
    },
    stamps: {
      byUuid: (uuid) => firstOf(ledgers, (ledger) => ledger.byUuid(uuid)),
      cancellationOf: (uuid) => firstOf(ledgers, (ledger) => ledger.cancellationOf(uuid)),
      relatedTo: (uuid) => ledgers.flatMap((ledger) => ledger.relatedTo(uuid)),
    },
  };
  const app = new Hono<PacEnv>();
  app.post('/quirks', async (c) => {
    const { quirk, times = Number.POSITIVE_INFINITY } = quirkSchema.parse(await c.req.json());
    quirks.set(quirk, times);
    return c.json({ quirks: [...quirks.keys()] });
  });
  app.delete('/quirks', (c) => {
    quirks.clear();
    return c.json({ quirks: [] });
  });
  app.get('/requests', (c) => c.json(seen));
  app.delete('/requests', (c) => {
    seen.length = 0;
    return c.json([]);
  });
  app.route('/', createSandboxApp(sandbox));
  app.use(async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    const path = `${pathname.replace(/^\/[^/]+/, '')}${search}`;
    seen.push({ method: c.req.method, path, headers: c.req.header(), body: await c.req.text() });
    if (seen.length > KEPT_REQUESTS) seen.shift();
    await next();
  });
  app.route('/', routes(bench));
  return app;
}

/** Faults of the door are worded alike everywhere: nothing is said of the request. */
function wordCancel(outcome: CancelOutcome, word: (estatus: EstatusUuid) => Worded): Worded {
  if (outcome.kind === 'answered') return word(outcome.estatus);
  const isAway = outcome.kind === 'turned-away' && outcome.by === 'maintenance';
  return { status: isAway ? 503 : 500, contentType: 'application/json', body: '{"message":"An error has occurred."}' };
}

function firstOf<T>(ledgers: readonly Ledger[], find: (ledger: Ledger) => T | undefined): T | undefined {
  for (const ledger of ledgers) {
    const found = find(ledger);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The stamp of the document before this one. Throws when there is none: the test has to stamp one first. */
function another({ ledger }: Sandbox, { uuid }: StampWithXml): StampWithXml {
  const other = ledger.stamps().findLast((stamp) => stamp.uuid !== uuid);
  const found = other && ledger.byUuid(other.uuid);
  if (!found) throw new Error('there is no other stamp to answer with');
  return found;
}

function altered(stamp: StampWithXml): StampWithXml {
  return { ...stamp, xml: stamp.xml.replace(/ Total="[^"]*"/, ' Total="1.00"') };
}
