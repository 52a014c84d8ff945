/** Polls the shops whose webhooks are sent once and never retried. */
import type { SourceAccounts } from '../accounts.ts';
import type { Intake } from '../intake/intake-context.ts';
import type { SourceAccount } from '../settings.ts';
import { takeList } from './provider-lists.ts';

const EVERY_MS = 300_000;
/** Each poll overlaps the previous one by this much: clocks differ, and receiving a fact twice does no harm. */
const OVERLAP_MS = 600_000;

/** Types whose provider sends a webhook once and never again (WooCommerce: wire-contracts 14.4, read 2026-11). */
const POLLED = ['woocommerce'] as const;

/** The time from which a shop is polled, and when it is due next. */
type Turn = { readonly from: number; readonly nextAt: number };

/** Polls the shops in turn. */
export type Polling = {
  /** Polls the shops that are due. A failure does not stop the others, and is retried from the same position. */
  round(): Promise<void>;
};

/** Creates the polling. The next poll, by another process or after a failure, starts where the last successful one started. */
export function createPolling(intake: Intake, accounts: SourceAccounts): Polling {
  const turns = new Map<string, Turn>();

  async function ask(account: SourceAccount): Promise<void> {
    const turn = turns.get(account.id) ?? { from: await polledTo(intake, account), nextAt: 0 };
    const started = intake.now();
    if (started < turn.nextAt) return;
    turns.set(account.id, { from: turn.from, nextAt: started + EVERY_MS });
    const source = await accounts.open(account);
    const read = source && (await takeList(intake, account, source, turn.from - OVERLAP_MS));
    if (read?.kind === 'all') {
      await intake.store.sources.notePolled(account.id, started);
      turns.set(account.id, { from: started, nextAt: started + EVERY_MS });
    }
    if (read?.kind === 'more') turns.set(account.id, { from: turn.from, nextAt: started });
  }

  return {
    async round() {
      for (const account of await intake.store.sources.every(POLLED)) {
        await ask(account).catch((error: unknown) => {
          const why = error instanceof Error ? error.name : 'unknown';
          intake.log('source.not-polled', { source: account.id, error: why });
        });
      }
    },
  };
}

async function polledTo({ store }: Intake, { id, createdAt }: SourceAccount): Promise<number> {
  return (await store.sources.health(id)).polledTo ?? createdAt;
}
