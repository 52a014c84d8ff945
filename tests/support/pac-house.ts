/** Many sandbox PACs in one process, each with a ledger and a port of its own: `fork` it, and ask as below. It ends with who forked it. */
import { createSandboxApp } from '../../server/pac/sandbox/app.ts';
import { openLedger } from '../../server/pac/sandbox/ledger.ts';
import { type Loopback, openLoopback } from '../../server/pac/sandbox/loopback-server.ts';
import { openSatSigner } from '../../server/pac/sandbox/sat-signer.ts';
import type { SpawnOptions } from '../../server/pac/sandbox/spawn.ts';

/** Opens a sandbox, or closes the one at `url`. */
export type AskHouse = { readonly open: SpawnOptions } | { readonly close: string };
/** What became of it; `url` is where the opened one answers. */
export type HouseAnswer = { readonly id: number; readonly url?: string; readonly failed?: string };

const opened = new Map<string, Loopback>();

process.on('message', (asked: AskHouse & { readonly id: number }) => {
  const answer = (answered: Omit<HouseAnswer, 'id'>): void => void process.send?.({ id: asked.id, ...answered });
  const work = 'open' in asked ? open(asked.open) : close(asked.close);
  work.then(answer, (error: unknown) => answer({ failed: String(error) }));
});
process.once('disconnect', () => process.exit(0));

async function open({ ledgerFile, certificateDir, port = 0 }: SpawnOptions): Promise<{ readonly url: string }> {
  const pac = await openLoopback(port, async (stopping) => {
    const ledger = openLedger(ledgerFile);
    const signer = await openSatSigner(certificateDir);
    return { app: createSandboxApp({ ledger, signer, stopping }), close: () => ledger.close() };
  });
  opened.set(pac.url, pac);
  return { url: pac.url };
}

async function close(url: string): Promise<{ readonly url: string }> {
  await opened.get(url)?.stop();
  opened.delete(url);
  return { url };
}
