/** A PAC whose replies say what its clock said. */
import { listenForTime } from '../outbound/told-time.ts';
import type { Pac } from './pac.ts';

/** The same PAC; `toldAt` is in the replies of `stamp`, `lookup` and `testConnection`. */
export function tellingTime(pac: Pac): Pac {
  const { lookup } = pac;
  return {
    ...pac,
    stamp: (request, signal) => listenForTime(() => pac.stamp(request, signal)),
    ...(lookup && { lookup: (request, signal) => listenForTime(() => lookup.call(pac, request, signal)) }),
    testConnection: (signal) => listenForTime(() => pac.testConnection(signal)),
  };
}
