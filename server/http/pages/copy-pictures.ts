/** Part of `npm run build`: the pictures of the guide, which the compiler leaves where they are. */
import { cpSync } from 'node:fs';

const FOLDER = 'server/http/pages/guide-pictures';
cpSync(FOLDER, `dist/${FOLDER}`, { recursive: true });
