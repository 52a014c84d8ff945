/** The oracle that shares no code with us: the SAT's XSD and XSLT, xmllint, xsltproc and openssl, outside this repository. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SCRIPT = fileURLToPath(new URL('../../../shared/sat/verify.sh', import.meta.url));
const run = promisify(execFile);

/** Says aloud when it is not there; a test that needs it then skips. */
export function satOracle(): SatOracle | undefined {
  if (!existsSync(SCRIPT)) {
    console.warn(
      `The SAT's oracle is missing (${SCRIPT}): documents are NOT checked against the official XSD and XSLT.`,
    );
    return undefined;
  }
  return { verify };
}

export type SatOracle = { verify(file: string): Promise<OracleVerdict> };

export type OracleVerdict = {
  readonly xsd: boolean;
  readonly sello: boolean;
  readonly serial: boolean;
  readonly cadena: string;
  readonly line: string;
};

async function verify(file: string): Promise<OracleVerdict> {
  const cadenaFile = `${file}.cadena`;
  const { stdout } = await run('bash', [SCRIPT, file, cadenaFile]);
  return {
    xsd: stdout.includes('|xsd=1|'),
    sello: stdout.includes('|sello=Verified OK|'),
    serial: stdout.includes('|serial=ok|'),
    cadena: readFileSync(cadenaFile, 'utf8'),
    line: stdout.trim(),
  };
}
