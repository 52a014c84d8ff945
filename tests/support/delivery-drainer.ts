/** A process of its own that tells a receiver everything the store holds, until it is killed or its parent lets go of it. */
import { openStore, type StoreLocation } from '../../db/open-store.ts';
import type { OpenListener } from '../../server/delivery/news.ts';
import { createWebhookChannel } from '../../server/delivery/webhook-channel.ts';
import { startDeliveryWorker } from '../../server/delivery/worker.ts';
import { createGuardedClient } from '../../server/outbound/guarded.ts';

export type DrainerOptions = { readonly location: StoreLocation; readonly origin: string; readonly secret: string };

const { location, origin, secret }: DrainerOptions = JSON.parse(process.argv[2] ?? '');
const store = await openStore(location);
await store.deliveries.voidLeases();

const { events, deliveries, listeners, notices } = store;
const now = Date.now;
const openListener: OpenListener = async ({ name }) => ({ url: `${origin}/${name}`, secrets: [{ secret }] });
const client = createGuardedClient({ allowLoopback: true });
const linkOf = ({ subject }: { readonly subject: string }): string => `https://factura.example.com/v1/sales/${subject}`;
const nobody = { deliver: async () => ({ kind: 'dropped', reason: 'nobody listens' }) as const };
const worker = startDeliveryWorker({
  ...{ events, deliveries, listeners, notices, now },
  channels: {
    webhook: createWebhookChannel({ client, events, listeners, openListener, linkOf, now }),
    ...{ alert: nobody, mail: nobody },
  },
  log: (event, fields) => {
    if (event.endsWith('.failed')) process.stderr.write(`${event} ${JSON.stringify(fields)}\n`);
  },
});

process.once('disconnect', async () => {
  await worker.stop();
  await store.close();
  process.exit(0);
});
