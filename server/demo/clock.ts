/** The demo's clock, which a visitor can move days ahead to see a deadline pass. */
import { z } from 'zod';

/** `now` is in epoch milliseconds; `move` sets it that many days ahead of the system clock and returns the new time. */
export type Clock = { readonly now: () => number; move(days: number): Promise<number> };

/**
 * The system clock, as many days ahead as it was left. The sandbox PAC keeps that: it lives in the same day, or it would refuse every Fecha, also
 * after the demo was started again.
 */
export async function createClock(pacUrl: string): Promise<Clock> {
  const control = `${pacUrl}/control`;
  let offsetMs = offsetOf(await (await fetch(control)).json());
  const now = (): number => Date.now() + offsetMs;
  return {
    now,
    async move(days) {
      const wanted = days * DAY_MS;
      const body = JSON.stringify({ fault: 'clock', offsetMs: wanted });
      await fetch(control, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      offsetMs = wanted;
      return now();
    },
  };
}

const DAY_MS = 86_400_000;

const controlWire = z.object({
  faults: z.array(z.object({ fault: z.string(), offsetMs: z.number().optional() })),
});

function offsetOf(control: unknown): number {
  return controlWire.parse(control).faults.find(({ fault }) => fault === 'clock')?.offsetMs ?? 0;
}
