/** Properties are asked with one seed, so that a red run can be repeated; `FAST_CHECK_SEED` asks with another. */
import fc from 'fast-check';

const requested = process.env.FAST_CHECK_SEED;

/** For what draws by itself: the seed that was asked for, or `own`. */
export function seedOr(own: number): number {
  return requested === undefined ? own : Number(requested);
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: seedOr(20_261_122) });
