/** The sandbox over HTTP: stamps, the register's answers, the ledger, and the control of its faults. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { FAULTS, LATE_ANSWER_MS, parseControl } from './faults.ts';
import { MAGIC } from './magic.ts';
import { incidencia, refusal } from './refusals.ts';
import { type Answer, nowOf, type Sandbox, stamp } from './stamping.ts';
import { matchReceptor } from './taxpayers.ts';

type Env = { Bindings: HttpBindings };

const MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;
const MAX_JSON_BYTES = 16 * 1024;

const receptorSchema = z.object({
  rfc: z.string(),
  nombre: z.string(),
  codigoPostal: z.string(),
  regimenFiscal: z.string(),
});

/** The app over a ledger and a signer. Faults that break a connection need a Node server under it (`c.env.outgoing`). */
export function createSandboxApp(sandbox: Sandbox): Hono<Env> {
  const { ledger, signer } = sandbox;
  const app = new Hono<Env>();
  app.onError((error, c) => {
    console.error(error);
    return c.json({ message: 'Internal Server Error' }, 500);
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
    return deliver(c, await stamp(sandbox, bytes, c.req.header('x-client-ref') ?? ''), sandbox.stopping);
  });

  app.get('/ledger', (c) => {
    const uuid = c.req.query('uuid');
    const one = uuid === undefined ? undefined : ledger.byUuid(uuid);
    return c.json({ stamps: uuid === undefined ? ledger.stamps() : one ? [one] : [], refused: ledger.refusedCount() });
  });

  const small = bodyLimit({ maxSize: MAX_JSON_BYTES });
  app.post('/taxpayers/check', small, async (c) => {
    const receptor = receptorSchema.safeParse(await readJson(c));
    return receptor.success
      ? c.json(matchReceptor(receptor.data))
      : c.json({ detail: z.prettifyError(receptor.error) }, 400);
  });
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
  return app;
}

async function readJson(c: Context<Env>): Promise<unknown> {
  try {
    return await c.req.json();
  } catch {
    return undefined;
  }
}

async function deliver(c: Context<Env>, answer: Answer | 'drop', stopping: AbortSignal): Promise<Response> {
  if (answer === 'drop') return drop(c);
  const { status, body, headers, garbledBy } = answer;
  switch (garbledBy?.fault) {
    case 'lose-answer':
      return drop(c);
    case 'late-answer':
      await sleep(garbledBy.delayMs ?? LATE_ANSWER_MS, undefined, { signal: stopping }).catch(() => undefined);
      return c.json(body, status, headers);
    case 'error-after':
      return c.json({ message: 'Internal Server Error' }, 500);
    case 'html':
      return c.html('<!doctype html><title>Bad gateway</title><h1>502 Bad Gateway</h1>');
    case 'half-body':
      return sendHalf(c, JSON.stringify(body), status);
    default:
      return c.json(body, status, headers);
  }
}

function drop(c: Context<Env>): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

function sendHalf(c: Context<Env>, text: string, status: number): Response {
  const { outgoing } = c.env;
  const bytes = Buffer.from(text);
  outgoing.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': bytes.length });
  outgoing.write(bytes.subarray(0, bytes.length >> 1), () => outgoing.destroy());
  return RESPONSE_ALREADY_SENT;
}
