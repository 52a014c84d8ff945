/** `autofactura verify FILE.xml…`: seal, serial, timbre, totals and the SAT's matrix, for our documents or anybody's. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { satCertificatesIn } from '../csd/sat-certificates.ts';
import { type CfdiVerification, verifyCfdiFile } from '../csd/verify-cfdi.ts';
import { type Command, UsageError } from './command.ts';

/** Exits with 1 if any file has a fault, and with 2 if a complement's seal cannot be verified here. */
export const run: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' }, sat: { type: 'string' } },
  });
  if (positionals.length === 0) throw new UsageError('Which file?');
  const satCertificates = values.sat === undefined ? undefined : satCertificatesIn(values.sat);
  const codes = positionals.map((file) => {
    const bytes = bytesOf(file);
    if (bytes === undefined) return 1;
    const verification = verifyCfdiFile(bytes, satCertificates ? { satCertificates } : {});
    if (values.json) console.log(JSON.stringify(positionals.length > 1 ? { file, ...verification } : verification));
    else report(file, verification);
    return exitCode(verification);
  });
  return Math.max(...codes);
};

/** An unreadable file is reported on stderr; the others are still processed. */
function bytesOf(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** 2 for a complement whose seal cannot be verified here, 1 for any fault. */
function exitCode({ sello, faults }: CfdiVerification): number {
  if (sello === 'unsupported-complement') return 2;
  return faults.length > 0 ? 1 : 0;
}

function report(file: string, { faults, ...verdicts }: CfdiVerification): void {
  const line = Object.entries(verdicts).map(([name, verdict]) => `${name}: ${verdict}`);
  console.log(`${file}  ${line.join('  ')}`);
  for (const { code, pointer, detail } of faults) console.log(`  ${code} ${pointer}: ${detail}`);
}
