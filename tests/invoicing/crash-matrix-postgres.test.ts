import { describeCrashMatrix, SHORTEST_MATRIX } from '../support/crash-matrix.ts';

describeCrashMatrix('PostgreSQL', SHORTEST_MATRIX);
