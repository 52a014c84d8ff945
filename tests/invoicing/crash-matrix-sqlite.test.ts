import { describeCrashMatrix, SHORT_MATRIX } from '../support/crash-matrix.ts';

describeCrashMatrix('SQLite', SHORT_MATRIX);
