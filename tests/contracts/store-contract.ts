/** What every engine promises of `db/store.ts`. */
import { describe } from 'vitest';
import { describeAddresses } from './store/addresses.ts';
import { describeAudit } from './store/audit.ts';
import { describeCancellations } from './store/cancellations.ts';
import type { TestDatabase } from './store/cast.ts';
import { describeClaims } from './store/claims.ts';
import { describeDeliveries } from './store/deliveries.ts';
import { describeDomains } from './store/domains.ts';
import { describeEvents } from './store/events.ts';
import { describeFacts } from './store/facts.ts';
import { describeFarAhead } from './store/far-ahead.ts';
import { describeGivenBack } from './store/given-back.ts';
import { describeGlobals } from './store/globals.ts';
import { describeInvariants } from './store/invariants.ts';
import { describeListeners } from './store/listeners.ts';
import { describeMerchants } from './store/merchants.ts';
import { describePhases } from './store/phases.ts';
import { describeProviders } from './store/providers.ts';
import { describePruning } from './store/pruning.ts';
import { describeRecords } from './store/records.ts';
import { describeRefunds } from './store/refunds.ts';
import { describeReminders } from './store/reminders.ts';
import { describeRenamed } from './store/renamed.ts';
import { describeRequests } from './store/requests.ts';
import { describeRestoring } from './store/restoring.ts';
import { describeSales } from './store/sales.ts';
import { describeSmallStores } from './store/small-stores.ts';
import { describeSourceAccounts } from './store/source-accounts.ts';
import { describeSources } from './store/sources.ts';
import { describeSuccessors } from './store/successors.ts';
import { describeVisits } from './store/visits.ts';

/** Runs the whole contract; `create` makes an empty database, anew for every test. */
export function describeStore(name: string, create: () => Promise<TestDatabase>): void {
  describe(`the store on ${name}`, () => {
    describeSales(create);
    describeClaims(create);
    describeSuccessors(create);
    describeGivenBack(create);
    describeRefunds(create);
    describeGlobals(create);
    describeCancellations(create);
    describePhases(create);
    describeRecords(create);
    describeRestoring(create);
    describeInvariants(create);
    describeMerchants(create);
    describeSmallStores(create);
    describeRequests(create);
    describeFarAhead(create);
    describeProviders(create);
    describePruning(create);
    describeEvents(create);
    describeListeners(create);
    describeDeliveries(create);
    describeAddresses(create);
    describeReminders(create);
    describeRenamed(create);
    describeSources(create);
    describeFacts(create);
    describeSourceAccounts(create);
    describeVisits(create);
    describeAudit(create);
    describeDomains(create);
  });
}
