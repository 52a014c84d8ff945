/** Gives routes access to the intake of sales. */
import { takeReported } from '../../invoicing/reported-refunds.ts';
import type { Intake } from '../../sources/intake/intake-context.ts';
import type { Services } from './services.ts';

/** Builds the intake's dependencies from the services of the routes. */
export function intakeOf({ invoicing }: Pick<Services, 'invoicing'>): Intake {
  const { store, now, log } = invoicing;
  return { store, now, log, giveBack: (given) => takeReported(invoicing, given) };
}
