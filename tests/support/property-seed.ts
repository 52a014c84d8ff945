/** Properties are asked with one seed, so that a red run can be repeated; `FAST_CHECK_SEED` asks with another. */
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_122) });
