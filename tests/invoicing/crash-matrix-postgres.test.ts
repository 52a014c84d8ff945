import { describeCrashMatrix } from '../support/crash-matrix.ts';
import { SHORTEST_MATRIX } from '../support/crash-rows.ts';

describeCrashMatrix('PostgreSQL', SHORTEST_MATRIX);
