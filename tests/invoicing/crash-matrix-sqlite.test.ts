import { describeCrashMatrix } from '../support/crash-matrix.ts';
import { SHORT_MATRIX } from '../support/crash-rows.ts';

describeCrashMatrix('SQLite', SHORT_MATRIX);
