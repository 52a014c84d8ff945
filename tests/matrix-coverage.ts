/** `npm run coverage:matrix`: writes the page of what is done about each code of the SAT's matrix. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { matrixPage } from './support/matrix-page.ts';

writeFileSync(fileURLToPath(new URL('../server/cfdi/MATRIX.md', import.meta.url)), matrixPage());
