/** The sandbox's capabilities, the same in its own process and built in. */
import type { PacCapabilities } from '../pac.ts';

// `rejectsAfter307Check`: it looks for an earlier stamp before any rule, so its refusal is definite even after a doubtful send.
/** The sandbox's capabilities: a repeat of the same bytes always returns the first timbre, so it needs neither references nor look-ups. */
export const SANDBOX_CAPABILITIES: PacCapabilities = {
  id: 'sandbox',
  sealedBy: 'us',
  sameBytes: 'returns-timbre',
  lookup: 'none',
  lookupLagMs: 0,
  rejectsAfter307Check: true,
  cancel: 'signed-request',
};
