/** Adds the time on a PAC's clock to its replies. */
import { listenForTime } from '../outbound/reported-time.ts';
import type { Pac } from './pac.ts';

/** Wraps a PAC so that the replies of `stamp`, `lookup` and `testConnection` have `reportedAt`. */
export function withReportedTime(pac: Pac): Pac {
  const { lookup } = pac;
  return {
    ...pac,
    stamp: (request, signal) => listenForTime(() => pac.stamp(request, signal)),
    ...(lookup && { lookup: (request, signal) => listenForTime(() => lookup.call(pac, request, signal)) }),
    testConnection: (signal) => listenForTime(() => pac.testConnection(signal)),
  };
}
