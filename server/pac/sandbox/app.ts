/** The sandbox over HTTP: stamps, the register's answers, the ledger, and the control of its faults. */

import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { type CancelOutcome, cancelCall } from './cancel-call.ts';
import { satTexts } from './cancelling.ts';
import { deliver, type PacEnv, setDateHeader, type Worded } from './delivery.ts';
import { FAULTS, parseControl } from './faults.ts';
import { MAGIC } from './magic.ts';
import { incidencia, refusal } from './refusals.ts';
import { readSignedCancellation } from './signed-cancellation.ts';
import { nowOf, type Outcome, type Sandbox, stamp } from './stamping.ts';
import { matchReceptor } from './taxpayers.ts';

const MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;
const MAX_JSON_BYTES = 16 * 1024;

const receptorSchema = z.object({
  rfc: z.string(),
  nombre: z.string(),
  codigoPostal: z.string(),
  regimenFiscal: z.string(),
});

const small = bodyLimit({ maxSize: MAX_JSON_BYTES });

const receptorSaysSchema = z.strictObject({ answer: z.enum(['accepted', 'rejected']) });

/** The app over a ledger and a signer. Faults that break a connection need a Node server under it (`c.env.outgoing`). */
export function createSandboxApp(sandbox: Sandbox): Hono<PacEnv> {
  const { ledger, signer } = sandbox;
  const app = new Hono<PacEnv>();
  app.onError((error, c) => {
    console.error(error);
    return c.json({ message: 'Internal Server Error' }, 500);
  });
  app.use((c, next) => {
    setDateHeader(c, nowOf(ledger));
    return next();
  });
  app.get('/health', (c) => c.json({ ok: true, now: new Date(nowOf(ledger)).toISOString() }));
  app.get('/certificate', (c) =>
    c.body(Buffer.from(signer.certificate), 200, { 'Content-Type': 'application/pkix-cert' }),
  );

  const tooLarge = bodyLimit({
    maxSize: MAX_DOCUMENT_BYTES,
    onError: (c) => c.json(refusal(incidencia('301', 'el documento es demasiado grande')), 422),
  });
  app.post('/stamp', tooLarge, async (c) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    return deliver(c, await stamp(sandbox, bytes, c.req.header('x-client-ref') ?? ''), word, sandbox.stopping);
  });

  app.get('/ledger', (c) => {
    const uuid = c.req.query('uuid');
    const one = uuid === undefined ? undefined : ledger.byUuid(uuid);
    const stamps = uuid === undefined ? ledger.stamps() : one ? [one] : [];
    return c.json({ stamps, refused: ledger.refusedCount(), cancellations: ledger.cancellations() });
  });

  app.post('/cancel', small, async (c) =>
    deliver(
      c,
      await cancelCall(sandbox, readSignedCancellation(await c.req.text())),
      wordCancellation,
      sandbox.stopping,
    ),
  );
  app.get('/sat-status', (c) => {
    const [codigo, esCancelable, estado, estatusCancelacion] = satTexts(
      ledger,
      c.req.query('uuid') ?? '',
      nowOf(ledger),
    );
    return c.json({ codigo, esCancelable, estado, estatusCancelacion });
  });
  app.post('/cancellations/:uuid', small, async (c) => {
    const decision = receptorSaysSchema.safeParse(await readJson(c));
    if (!decision.success) return c.json({ detail: z.prettifyError(decision.error) }, 400);
    return ledger.answerCancellation(c.req.param('uuid'), decision.data.answer)
      ? c.json({ cancellations: ledger.cancellations() })
      : c.json({ detail: 'nobody waits for that answer' }, 404);
  });

  app.post('/taxpayers/check', small, async (c) => {
    const receptor = receptorSchema.safeParse(await readJson(c));
    return receptor.success
      ? c.json(matchReceptor(receptor.data))
      : c.json({ detail: z.prettifyError(receptor.error) }, 400);
  });
  addControl(app, sandbox);
  return app;
}

/** Tests and visitors of the demo set faults here. */
function addControl(app: Hono<PacEnv>, { ledger }: Sandbox): void {
  app.get('/control', (c) => c.json({ faults: ledger.faults(), known: FAULTS, magic: MAGIC }));
  app.post('/control', small, async (c) => {
    const control = parseControl(await readJson(c));
    if (!control.ok) return c.json({ detail: control.detail, known: FAULTS }, 400);
    ledger.setFault(control.set);
    return c.json({ faults: ledger.faults() });
  });
  app.delete('/control', (c) => {
    ledger.clearFaults();
    return c.json({ faults: [] });
  });
}

async function readJson(c: Context<PacEnv>): Promise<unknown> {
  try {
    return await c.req.json();
  } catch {
    return undefined;
  }
}

function word(outcome: Outcome): Worded {
  switch (outcome.kind) {
    case 'stamped': {
      const { uuid, xml } = outcome.stamp;
      return outcome.repeated ? json(307, { ...REPEATED, uuid, xml }) : json(200, { uuid, xml });
    }
    case 'repeated-empty':
      return json(307, REPEATED);
    case 'refused':
      return json(422, outcome.refusal);
    case 'turned-away':
      return TURNED_AWAY[outcome.by];
  }
}

/** 200 with the SAT's number for the folio; the acuse has the form in which SW passes it on. */
function wordCancellation(outcome: CancelOutcome): Worded {
  switch (outcome.kind) {
    case 'answered': {
      const { uuid, estatus, at } = outcome;
      const acuse = `<Acuse Fecha="${at.slice(0, 19)}"><Folios><UUID>${uuid}</UUID><EstatusUUID>${estatus}</EstatusUUID></Folios></Acuse>`;
      return json(200, { uuid, estatus, acuse });
    }
    case 'refused':
      return json(422, refusal(incidencia(outcome.code)));
    case 'turned-away':
      return TURNED_AWAY[outcome.by];
  }
}

function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Worded {
  return { status, contentType: 'application/json', body: JSON.stringify(body), headers };
}

const REPEATED = { code: '307', message: '307 - El CFDI contiene un timbre previo' } as const;

const TURNED_AWAY = {
  unauthorized: json(401, { code: '300', message: '300 - Usuario o contraseña inválidos' }),
  'no-credit': json(402, { code: '718', message: '718 - La cuenta no tiene timbres' }),
  maintenance: json(
    503,
    { code: 'maintenance', message: 'En mantenimiento: nada se procesa' },
    { 'Retry-After': '30' },
  ),
  'error-before': json(500, { message: 'Internal Server Error' }),
} as const;
