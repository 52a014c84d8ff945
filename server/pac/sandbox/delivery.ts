/** Sends an answer in the PAC's own words, or spoils it as the fault says. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import { type Fault, LATE_ANSWER_MS } from './faults.ts';

/** Faults that break a connection need the app to run on a Node server. */
export type PacEnv = { Bindings: HttpBindings };

/** An answer as it is sent. */
export type Worded = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** `stopping` cuts a late answer's wait short. */
export async function deliver<Outcome>(
  c: Context<PacEnv>,
  answer: { readonly outcome: Outcome; readonly garbledBy?: Fault } | 'drop',
  word: (outcome: Outcome) => Worded,
  stopping: AbortSignal,
): Promise<Response> {
  if (answer === 'drop') return drop(c);
  const worded = word(answer.outcome);
  switch (answer.garbledBy?.fault) {
    case 'lose-answer':
      return drop(c);
    case 'late-answer':
      await sleep(answer.garbledBy.delayMs ?? LATE_ANSWER_MS, undefined, { signal: stopping }).catch(() => undefined);
      return send(worded);
    case 'error-after':
      return c.json({ message: 'Internal Server Error' }, 500);
    case 'html':
      return c.html('<!doctype html><title>Bad gateway</title><h1>502 Bad Gateway</h1>');
    case 'half-body':
      return sendHalf(c, worded);
    default:
      return send(worded);
  }
}

/** The answer's Date is the PAC's own clock (epoch ms), even if it was moved. */
export function setDateHeader(c: Context<PacEnv>, nowMs: number): void {
  // In some tests the app does not run on a Node server.
  c.env?.outgoing?.setHeader('Date', new Date(nowMs).toUTCString());
}

function send({ status, contentType, body, headers = {} }: Worded): Response {
  return new Response(body, { status, headers: { ...headers, 'Content-Type': contentType } });
}

/** Closes the connection without an answer. */
export function drop(c: Context<PacEnv>): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

function sendHalf(c: Context<PacEnv>, { status, contentType, body }: Worded): Response {
  const { outgoing } = c.env;
  const bytes = Buffer.from(body);
  outgoing.writeHead(status, { 'Content-Type': contentType, 'Content-Length': bytes.length });
  outgoing.write(bytes.subarray(0, bytes.length >> 1), () => outgoing.destroy());
  return RESPONSE_ALREADY_SENT;
}
