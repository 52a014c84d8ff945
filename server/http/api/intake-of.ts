/** Gives routes access to the intake of sales. */
import type { Intake } from '../../sources/intake/intake.ts';
import type { Services } from './services.ts';

/** Builds the intake's dependencies from the services of the routes. */
export function intakeOf({ invoicing: { store, now, log } }: Services): Intake {
  return { store, now, log };
}
