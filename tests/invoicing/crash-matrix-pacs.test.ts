import { describeCrashMatrix } from '../support/crash-matrix.ts';
import { rowsFor, SHORTEST_MATRIX } from '../support/crash-rows.ts';

// Each PAC with its own way of answering a repeat: an empty 307, an error with data, an option, a reference, a key in use, nothing.
for (const pac of ['finkok', 'sw', 'prodigia', 'diverza', 'facturapi', 'facturama'] as const)
  describeCrashMatrix('SQLite', rowsFor(pac, SHORTEST_MATRIX), pac);
