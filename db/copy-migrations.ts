/** Part of `npm run build`: migrations are SQL, which the compiler leaves where it is. */
import { cpSync } from 'node:fs';

for (const engine of ['sqlite', 'postgres'])
  cpSync(`db/${engine}/migrations`, `dist/db/${engine}/migrations`, { recursive: true });
