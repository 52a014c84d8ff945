/** `autofactura csd check CER KEY`: what a certificate is, and whether the key is its own. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseCertificate } from '../csd/certificate.ts';
import { openCsd, pairFault } from '../csd/open-csd.ts';
import { processConfig } from '../main/config.ts';
import { faultDetail } from '../problems/problem.ts';
import { type Command, UsageError } from './command.ts';

export const run: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  const [action, cerFile, keyFile] = positionals;
  if (action !== 'check' || cerFile === undefined || keyFile === undefined) throw new UsageError('csd check CER KEY');
  const pair = { cer: readFileSync(cerFile), key: readFileSync(keyFile), password: processConfig().csdPassword ?? '' };
  const certificate = parseCertificate(pair.cer);
  const mismatch = pairFault(pair);
  // Last, because it overwrites the files of an e.firma.
  const opened = openCsd(pair);
  const refused = opened.kind === 'refused' ? opened.faults : [];
  const faults = [...new Set([...refused, ...(certificate && mismatch ? [mismatch] : [])])];
  for (const code of faults) console.error(faultDetail({ code, pointer: '' }, 'es-MX'));
  if (!certificate) return 1;
  const { kind, rfc, nombre, noCertificado, validFrom, validTo, environment } = certificate;
  const answer = {
    kind,
    rfc,
    nombre,
    noCertificado,
    validFrom: validFrom.toISOString(),
    validTo: validTo.toISOString(),
    environment,
    matches: mismatch === undefined,
  };
  if (values.json) console.log(JSON.stringify(answer));
  else for (const [name, value] of Object.entries(answer)) console.log(`${name}: ${value}`);
  return opened.kind === 'opened' ? 0 : 1;
};
