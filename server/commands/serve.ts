/** `autofactura serve`: the server, until it is told to stop. */

import { newSetupToken } from '../accounts/accounts.ts';
import { createLinks } from '../links/links.ts';
import { processConfig } from '../main/config.ts';
import { createLog } from '../main/log.ts';
import { type Server, startServer } from '../main/main.ts';
import type { Command } from './command.ts';
import { untilSignal } from './until-signal.ts';

/** Stops on a signal, within the configured time, and exits with 0. */
export const run: Command = async () => {
  const config = processConfig();
  const log = createLog(config.logLevel);
  const server = await startServer(config, { log });
  // Whoever reads that it started may end the process at once.
  const ended = untilSignal();
  log('server.started', { url: server.url });
  await showSetupLink(server);
  await ended;
  await server.stop();
  // Whatever did not end within its limit must not keep the process alive.
  process.exit(0);
};

/** Only while there is no account, and apart from the log on stdout, which is kept: this link creates the owner. */
async function showSetupLink({ url, services }: Server): Promise<void> {
  const { store, now } = services.invoicing;
  if (await store.accounts.hasPeople()) return;
  const link = createLinks(url).panel.setup(await newSetupToken(store.accounts, now()));
  console.error(`\nTo make the owner’s account, open this link. It works once, for a day:\n  ${link}\n`);
}
