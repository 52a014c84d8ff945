/** The stand-ins as a process of their own, and the controls of one of them. */
import { join } from 'node:path';
import { type SpawnedPac, spawnLoopback } from '../../server/pac/sandbox/spawn.ts';
import { giveSignerTo } from '../support/kept-certificates.ts';
import { program } from '../support/programs.ts';
import type { SeenRequest } from './bench.ts';

/** Starts all stand-ins; a provider's is at `${url}/${name}`. What they stamped is kept in `dataDir`. */
export async function spawnStandIns(dataDir: string, port = 0): Promise<SpawnedPac> {
  await giveSignerTo(join(dataDir, 'certificate'));
  const main = await program('tests/stand-ins/main.ts');
  return spawnLoopback(main, ['--data', dataDir, '--port', String(port)]);
}

/** A fault of the sandbox (server/pac/README.md) for a stand-in. */
export async function setFault(url: string, fault: object): Promise<void> {
  await post(`${url}/control`, fault);
}

/** A quirk of its provider (tests/stand-ins/README.md), `times` times or until cleared. */
export async function setQuirk(url: string, quirk: string, times?: number): Promise<void> {
  await post(`${url}/quirks`, { quirk, ...(times !== undefined && { times }) });
}

/** No faults, no quirks, no requests seen; what was stamped stays. */
export async function clear(url: string): Promise<void> {
  const all = ['control', 'quirks', 'requests'].map((what) => fetch(`${url}/${what}`, { method: 'DELETE' }));
  await Promise.all(all);
}

/** What the provider was asked since the last `clear`, oldest first. */
export async function seenRequests(url: string): Promise<readonly SeenRequest[]> {
  return (await (await fetch(`${url}/requests`)).json()) as readonly SeenRequest[];
}

async function post(url: string, body: object): Promise<void> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} does not know ${JSON.stringify(body)}`);
}
