/**
 * Facturapi's invoices as wire-contracts 7.1 records them. `facturapi-pending`: stamped, but answered and listed as
 * pending as often as the quirk acts; `facturapi-failed`: pending, not stamped, and listed as failed;
 * `facturapi-rounds`: cents a line; `facturapi-xml-missing`: 404 on the XML; `facturapi-cancel-unknown`: the SAT's 205;
 * `facturapi-unfiltered`: the list is of every reference.
 */
import { randomBytes } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { satTexts } from '../../server/pac/sandbox/cancelling.ts';
import { deliver, type PacEnv, type Worded } from '../../server/pac/sandbox/delivery.ts';
import type { Stamp, StampWithXml } from '../../server/pac/sandbox/ledger.ts';
import { nowOf, type Outcome } from '../../server/pac/sandbox/stamping.ts';
import type { Bench } from './bench.ts';
import { comprobanteOf, INVOICE_BODY } from './facturapi-comprobante.ts';
import { issue, issuedUnder } from './issuing.ts';

const cancelSchema = z.strictObject({
  motive: z.enum(['01', '02', '03', '04']),
  substitution: z.uuid().optional(),
});

/** Adds the routes below `/v2/invoices` and `/v2/check` to an app that has let the key in. */
export function addInvoices(app: Hono<PacEnv>, bench: Bench): void {
  const { ledger } = bench.sandbox;
  const shelf: Shelf = { served: new Map(), pending: new Set(), failed: new Map() };
  const stampOf = (id: string): Stamp | undefined => ledger.stamps().find(({ uuid }) => idOf(uuid) === id);

  app.get('/v2/check', (c) => c.json({ ok: true }));
  app.post('/v2/invoices', (c) => create(c, bench, shelf));
  app.get('/v2/invoices', (c) => {
    const reference = c.req.query('external_id');
    const isAll = reference === undefined || bench.takes('facturapi-unfiltered');
    const stamps = isAll ? ledger.stamps() : issuedUnder(bench, reference);
    const failed = reference === undefined ? [] : (shelf.failed.get(reference) ?? []);
    for (const { uuid } of stamps)
      if (shelf.pending.has(uuid) && !bench.takes('facturapi-pending')) shelf.pending.delete(uuid);
    const data = [...stamps.map((stamp) => view(stamp, shelf, bench)), ...failed];
    return c.json({ page: 1, total_pages: 1, total_results: data.length, data });
  });
  app.get('/v2/invoices/:id/xml', (c) => {
    const stamp = stampOf(c.req.param('id'));
    if (!stamp || bench.takes('facturapi-xml-missing')) return c.json(failure(404, 'invoice_not_found'), 404);
    if (shelf.pending.has(stamp.uuid)) return c.json(failure(400, 'invoice_not_stamped'), 400);
    return c.body(shelf.served.get(stamp.uuid) ?? ledger.byUuid(stamp.uuid)?.xml ?? '', 200, {
      'Content-Type': 'application/xml',
    });
  });
  app.delete('/v2/invoices/:id', async (c) => cancel(c, bench, shelf, stampOf(c.req.param('id'))));
}

type Shelf = {
  /** What was answered of a stamp, where that is not what was stamped. */
  readonly served: Map<string, string>;
  readonly pending: Set<string>;
  /** Those that were never stamped, by their reference. */
  readonly failed: Map<string, readonly object[]>;
};

async function create(c: Context<PacEnv>, bench: Bench, shelf: Shelf): Promise<Response> {
  if (bench.takes('rate-limited')) return c.json(failure(429, 'rate_limit_exceeded'), 429, { 'Retry-After': '2' });
  if (bench.takes('issuer-suspended')) return c.json(failure(403, 'user_suspended'), 403);
  const asked = INVOICE_BODY.safeParse(await c.req.json());
  if (!asked.success) return c.json(failure(400, 'invalid_request', z.prettifyError(asked.error)), 400);
  const { external_id: reference = '', idempotency_key: key } = asked.data;
  if (bench.takes('facturapi-failed')) {
    const made = {
      id: randomBytes(12).toString('hex'),
      uuid: null,
      external_id: reference,
      cancellation_status: 'none',
    };
    shelf.failed.set(reference, [...(shelf.failed.get(reference) ?? []), { ...made, status: 'failed' }]);
    return c.json({ ...made, status: 'pending' }, 202);
  }
  const comprobante = comprobanteOf(asked.data, bench.takes('facturapi-rounds') ? 2 : 6);
  const answer = await issue(bench, comprobante, { reference, ...(key !== undefined && { key }) });
  if (answer !== 'drop' && answer.outcome.kind === 'stamped' && !answer.outcome.repeated) {
    const { uuid, xml } = answer.outcome.stamp;
    shelf.served.set(uuid, xml);
    if (bench.takes('facturapi-pending')) shelf.pending.add(uuid);
  }
  return deliver(c, answer, (outcome) => wordOf(outcome, shelf, bench), bench.sandbox.stopping);
}

async function cancel(c: Context<PacEnv>, bench: Bench, shelf: Shelf, stamp: Stamp | undefined): Promise<Response> {
  const asked = cancelSchema.safeParse(c.req.query());
  if (!asked.success) return c.json(failure(400, 'invalid_request', z.prettifyError(asked.error)), 400);
  if (!stamp) return c.json(failure(404, 'invoice_not_found'), 404);
  if (bench.takes('facturapi-cancel-unknown'))
    return c.json(failure(400, 'invoice_cancellation_failed', '', [fault('sat', '205', 'UUID no existe')]), 400);
  if (isAsked(cancellationStatus(bench, stamp.uuid))) return c.json(failure(400, 'invoice_not_cancelable'), 400);
  const { motive: motivo, substitution } = asked.data;
  const request = { uuid: stamp.uuid, rfcEmisor: stamp.emisor, motivo };
  return bench.cancel(c, { ...request, ...(substitution && { folioSustitucion: substitution }) }, (estatus) =>
    estatus === '201' ? json(200, view(stamp, shelf, bench)) : json(400, failure(400, 'invoice_not_cancelable')),
  );
}

function wordOf(outcome: Outcome, shelf: Shelf, bench: Bench): Worded {
  switch (outcome.kind) {
    case 'stamped':
      if (outcome.repeated) return json(409, failure(409, 'idempotency_key_in_use'));
      return json(shelf.pending.has(outcome.stamp.uuid) ? 202 : 200, view(outcome.stamp, shelf, bench));
    case 'repeated-empty':
      return json(409, failure(409, 'idempotency_key_in_use'));
    case 'refused': {
      const { code, message } = outcome.refusal;
      const faults = [fault(code.startsWith('CFDI') ? 'sat' : 'pac', code, message)];
      return json(400, failure(400, 'invoice_stamping_validation_error', 'No se pudo timbrar.', faults));
    }
    case 'turned-away':
      if (outcome.by === 'unauthorized') return json(401, failure(401, 'api_key_invalid'));
      if (outcome.by === 'no-credit') return json(402, failure(402, 'subscription_required'));
      if (outcome.by === 'maintenance') return json(503, failure(503, 'invoice_stamping_service_unavailable'));
      return json(500, failure(500, 'internal_error'));
  }
}

function view({ uuid, clientRef, total }: Stamp | StampWithXml, { pending }: Shelf, bench: Bench): object {
  const isPending = pending.has(uuid);
  const cancellation_status = cancellationStatus(bench, uuid);
  return {
    id: idOf(uuid),
    status: isPending ? 'pending' : cancellation_status === 'accepted' ? 'canceled' : 'valid',
    uuid: isPending ? null : uuid,
    ...{ external_id: clientRef, total: Number(total), cancellation_status },
  };
}

/** What its SAT says, in Facturapi's words. */
function cancellationStatus(
  { sandbox: { ledger } }: Bench,
  uuid: string,
): 'none' | 'pending' | 'accepted' | 'rejected' {
  const [, , estado, estatus] = satTexts(ledger, uuid, nowOf(ledger));
  if (estado === 'Cancelado') return 'accepted';
  if (estatus === 'Solicitud rechazada') return 'rejected';
  return estatus === 'En proceso' ? 'pending' : 'none';
}

function isAsked(status: ReturnType<typeof cancellationStatus>): boolean {
  return status === 'accepted' || status === 'pending';
}

/** Twenty-four hexadecimal digits, as theirs are. */
function idOf(uuid: string): string {
  return uuid.replaceAll('-', '').toLowerCase().slice(0, 24);
}

type Fault = { readonly source: 'facturapi' | 'sat' | 'pac'; readonly code: string; readonly message: string };

function fault(source: Fault['source'], code: string, message: string): Fault {
  return { source, code, message };
}

function failure(status: number, code: string, message = code, errors: readonly Fault[] = []): object {
  return { ok: false, status, code, message, errors };
}

function json(status: number, body: object): Worded {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}
