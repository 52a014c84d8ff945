/**
 * `npm run pac -- finkok|sw|prodigia|diverza`: the conformance suite on the PAC's own sandbox. The environment has the account
 * (AUTOFACTURA_PAC_CREDENTIALS, JSON) and a CSD that the sandbox knows (AUTOFACTURA_PAC_CER and AUTOFACTURA_PAC_KEY, files;
 * AUTOFACTURA_CSD_PASSWORD). It stamps about twenty invalid documents there.
 */
import { readFileSync } from 'node:fs';
import { openCsd } from '../server/csd/open-csd.ts';
import { KNOWN_PACS } from '../server/pac/known-pacs.ts';
import { LeftOut, openRealLab } from './contracts/pac/real-lab.ts';
import { SUBJECTS } from './contracts/pac/subjects.ts';
import { rulesFor } from './contracts/pac/suite.ts';

const { AUTOFACTURA_PAC_CREDENTIALS, AUTOFACTURA_PAC_CER, AUTOFACTURA_PAC_KEY, AUTOFACTURA_CSD_PASSWORD } = process.env;
const [name = ''] = process.argv.slice(2);
const known = KNOWN_PACS[name];
const subject = SUBJECTS.find((each) => each.name === name);

if (!known || !subject) {
  console.error(`Which PAC? ${Object.keys(KNOWN_PACS).join(', ')}`);
  process.exitCode = 2;
} else if (!AUTOFACTURA_PAC_CREDENTIALS || !AUTOFACTURA_PAC_CER || !AUTOFACTURA_PAC_KEY) {
  console.error(
    'Set AUTOFACTURA_PAC_CREDENTIALS, AUTOFACTURA_PAC_CER, AUTOFACTURA_PAC_KEY and AUTOFACTURA_CSD_PASSWORD.',
  );
  process.exitCode = 2;
} else {
  const credentials: unknown = JSON.parse(AUTOFACTURA_PAC_CREDENTIALS);
  const pair = { cer: readFileSync(AUTOFACTURA_PAC_CER), key: readFileSync(AUTOFACTURA_PAC_KEY) };
  const opened = openCsd({ ...pair, password: AUTOFACTURA_CSD_PASSWORD ?? '' });
  if (opened.kind !== 'opened') throw new Error(`the CSD cannot be used: ${opened.faults.join(', ')}`);
  const lab = openRealLab({
    subject,
    sealer: opened.sealer,
    create: ({ url, timeoutMs }) =>
      known.create(credentials, { world: 'test', timeoutMs, ...(url !== undefined && { baseUrl: url }) }),
  });
  for (const rule of rulesFor(subject)) {
    try {
      await rule.prove(lab);
      console.log(`ok        ${rule.title}`);
    } catch (error) {
      const isLeftOut = error instanceof LeftOut;
      console.log(
        `${isLeftOut ? 'left out' : 'BROKEN  '}  ${rule.title}: ${error instanceof Error ? error.message : error}`,
      );
      if (!isLeftOut) process.exitCode = 1;
    }
  }
}
