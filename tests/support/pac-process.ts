/** The sandbox PAC as a process that starts fast: compiled with the other programs of the run. */
import { type SpawnedPac, type SpawnOptions, sandboxFlags, spawnLoopback } from '../../server/pac/sandbox/spawn.ts';
import { createHouse } from './house.ts';
import { giveSignerTo } from './kept-certificates.ts';
import type { AskHouse, HouseAnswer } from './pac-house.ts';
import { program } from './programs.ts';

/** As `spawnSandboxPac`, which starts it from source; with the run's certificate where it has none. */
export async function spawnPac(options: SpawnOptions): Promise<SpawnedPac> {
  await giveSignerTo(options.certificateDir);
  return spawnLoopback(await program('server/pac/sandbox/main.ts'), sandboxFlags(options));
}

/** A sandbox PAC in a process that it shares. */
export type OpenedPac = Omit<SpawnedPac, 'pid'>;

const askHouse = createHouse<AskHouse, HouseAnswer>('tests/support/pac-house.ts');

/** A sandbox PAC for a test that neither kills nor stalls its process: it shares one with all that this worker opens. */
export async function openPac(options: SpawnOptions): Promise<OpenedPac> {
  await giveSignerTo(options.certificateDir);
  const { url = '', failed } = await askHouse({ open: options });
  if (failed !== undefined) throw new Error(failed);
  return { url, stop: async () => void (await askHouse({ close: url })) };
}
