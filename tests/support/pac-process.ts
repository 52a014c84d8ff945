/** The sandbox PAC as a process that starts fast: compiled with the other programs of the run. */
import { type SpawnedPac, type SpawnOptions, sandboxFlags, spawnLoopback } from '../../server/pac/sandbox/spawn.ts';
import { giveSignerTo } from './kept-certificates.ts';
import { program } from './programs.ts';

/** As `spawnSandboxPac`, which starts it from source; with the run's certificate where it has none. */
export async function spawnPac(options: SpawnOptions): Promise<SpawnedPac> {
  await giveSignerTo(options.certificateDir);
  return spawnLoopback(await program('server/pac/sandbox/main.ts'), sandboxFlags(options));
}
