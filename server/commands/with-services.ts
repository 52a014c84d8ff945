/** What the commands that work on a merchant's books share: opening and closing the services, and finding whose books are meant. */
import { openStore } from '../../db/open-store.ts';
import { type Composed, createServices } from '../main/compose-services.ts';
import { type Config, processConfig } from '../main/config.ts';
import { joinJournal } from '../main/join-journal.ts';
import { createLog } from '../main/log.ts';
import { publicUrlOf } from '../main/public-url.ts';
import type { Tenant } from '../merchants/tenant.ts';
import { Problem } from '../problems/problem.ts';
import { type Args, merchantIn, worldNamed } from './merchant-in.ts';
import { explain } from './refusal.ts';

/** The services over an open data folder, and the merchant and world whose books a command works on. */
export type Opened = { readonly services: Composed; readonly tenant: Tenant; readonly config: Config };

/** Runs the work on the books that `--merchant` and `--world` name. A refusal is thrown with its texts. */
export async function withServices(args: Args, work: (opened: Opened) => Promise<number>): Promise<number> {
  const config = processConfig();
  const opened = await openStore(config.store);
  const log = createLog(config.logLevel, { toStderr: true });
  const { store } = await joinJournal(config, opened, { log });
  try {
    const { id: merchantId } = await merchantIn(store, args.text('merchant'));
    const tenant = { merchantId, world: worldNamed(args.text('world')) };
    const services = createServices(config, store, publicUrlOf(config), { log });
    return await work({ services, tenant, config });
  } catch (error) {
    throw error instanceof Problem ? new Error(explain(error)) : error;
  } finally {
    await store.close();
  }
}
