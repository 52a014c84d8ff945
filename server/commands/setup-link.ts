/** `autofactura setup-link`: the link by which the first owner sets up the server. */
import { parseArgs } from 'node:util';
import { openStore } from '../../db/open-store.ts';
import { newSetupToken } from '../accounts/accounts.ts';
import { createLinks } from '../links/links.ts';
import { processConfig } from '../main/config.ts';
import { publicUrlOf } from '../main/public-url.ts';
import type { Command } from './command.ts';

/** Prints the link. An earlier link stops working. */
export const run: Command = async (args) => {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } });
  const config = processConfig();
  const store = await openStore(config.store);
  try {
    const url = createLinks(publicUrlOf(config)).panel.setup(await newSetupToken(store.accounts, Date.now()));
    console.log(values.json ? JSON.stringify({ url }) : url);
    return 0;
  } finally {
    await store.close();
  }
};
