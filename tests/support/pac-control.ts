/** The faults of a sandbox PAC that are set from outside, over its `/control`. */
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;

/** Its clock runs so far ahead of the true one. */
export function setClock(pacUrl: string, offsetMs: number): Promise<void> {
  return control(pacUrl, { fault: 'clock', offsetMs });
}

/** The next calls are decided at once (a stamp is durable) and answered later, a minute by default. */
export function delayNext(pacUrl: string, times: number, delayMs = 60_000): Promise<void> {
  return control(pacUrl, { fault: 'delay', delayMs, times });
}

/** Resolves when every call that was to be delayed has come: each is decided, none is answered. */
export async function allDelayed(pacUrl: string): Promise<void> {
  for (;;) {
    const { faults } = (await (await fetch(`${pacUrl}/control`)).json()) as { faults: { fault: string }[] };
    if (!faults.some(({ fault }) => fault === 'delay')) return;
    await sleep(LOOK_EVERY_MS);
  }
}

async function control(pacUrl: string, fault: object): Promise<void> {
  const answer = await fetch(`${pacUrl}/control`, { method: 'POST', body: JSON.stringify(fault) });
  if (!answer.ok) throw new Error(`the sandbox knows no ${JSON.stringify(fault)}`);
}
