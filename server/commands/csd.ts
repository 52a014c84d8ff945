/** `autofactura csd check|upload CER KEY`: what a certificate is, and whether the key belongs to it; storing both for a merchant. */
import { readFileSync } from 'node:fs';
import { parseCertificate } from '../csd/certificate.ts';
import { openCsd, pairFault } from '../csd/open-csd.ts';
import { processConfig } from '../main/config.ts';
import { faultDetail } from '../problems/problem.ts';
import { type Command, UsageError } from './command.ts';
import { uploadCsd } from './csd-upload.ts';
import { type Args, readArgs } from './merchant-in.ts';

/**
 * Exits with 1 when the files cannot be opened or, on upload, are refused. The password comes from the environment, never from an argument.
 */
export const run: Command = async (typed) => {
  const args = readArgs(typed, []);
  const [action] = args.positionals;
  if (action === 'upload') return uploadCsd(args);
  if (action === 'check') return check(args);
  throw new UsageError('Check or upload?');
};

function check({ positionals, has }: Args): number {
  const [, cerFile, keyFile] = positionals;
  if (cerFile === undefined || keyFile === undefined)
    throw new UsageError('Which files? Name the .cer, then the .key.');
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
  if (has('json')) console.log(JSON.stringify(answer));
  else for (const [name, value] of Object.entries(answer)) console.log(`${name}: ${value}`);
  return opened.kind === 'opened' ? 0 : 1;
}
