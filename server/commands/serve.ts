/** `autofactura serve`: the server, until it is told to stop. */

import { processConfig } from '../main/config.ts';
import { createLog } from '../main/log.ts';
import { startServer } from '../main/main.ts';
import type { Command } from './command.ts';
import { untilSignal } from './until-signal.ts';

export const run: Command = async () => {
  const config = processConfig();
  const log = createLog(config.logLevel);
  const server = await startServer(config, { log });
  log('server.started', { url: server.url });
  await untilSignal();
  await server.stop();
  // What did not end within its bound must not keep the process.
  process.exit(0);
};
