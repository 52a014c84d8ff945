/** Part of `npm run build`: copies the migrations, which are SQL and therefore ignored by the compiler. */
import { cpSync } from 'node:fs';

for (const engine of ['sqlite', 'postgres'])
  cpSync(`db/${engine}/migrations`, `dist/db/${engine}/migrations`, { recursive: true });
