import { describeCrashMatrix } from '../support/crash-matrix.ts';
import { SHORTEST_MATRIX } from '../support/crash-rows.ts';

// Each PAC with its own way of answering a repeat: an empty 307, an error with data, an option, a reference.
for (const pac of ['finkok', 'sw', 'prodigia', 'diverza'] as const) describeCrashMatrix('SQLite', SHORTEST_MATRIX, pac);
