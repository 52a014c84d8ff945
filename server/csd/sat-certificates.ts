/** A directory of the certificates that seal timbres, as the SAT publishes them: one file per serial. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SatCertificates } from './verify-cfdi.ts';

/** Looks in `directory` for `{noCertificado}.cer`, DER or PEM; what is not there is unknown. Reads on every call. */
export function satCertificatesIn(directory: string): SatCertificates {
  return {
    get: (noCertificado) => {
      if (!/^\d{20}$/.test(noCertificado)) return undefined;
      try {
        return readFileSync(join(directory, `${noCertificado}.cer`));
      } catch {
        return undefined;
      }
    },
  };
}
