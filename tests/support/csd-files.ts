/** Test certificates as files, for the command line: of our own test authority, never kept. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestAuthority, type TestAuthority } from '../../server/csd/test-certificates.ts';

const ISSUED_AT = Date.UTC(2026, 0, 1);
const PASSWORD = 'ñandú & <llave> 1';

/** What `--cer`, `--key` and AUTOFACTURA_CSD_PASSWORD are given. */
export type CsdFiles = { readonly cer: string; readonly key: string; readonly password: string };

export type Workshop = {
  /** A file in a directory of its own; with content, written there. */
  file(name: string, content?: string | Uint8Array): string;
  /** Valid for four years from `at` (epoch ms), January 2026 when absent; a later one of the same issuer replaces its files. */
  csd(emisor: { readonly rfc: string; readonly nombre: string }, kind?: 'csd' | 'fiel', at?: number): Promise<CsdFiles>;
  remove(): void;
};

/** A directory to work in, and certificates in it. */
export function openWorkshop(): Workshop {
  const dir = mkdtempSync(join(tmpdir(), 'autofactura-cli-'));
  let authority: Promise<TestAuthority> | undefined;
  const file = (name: string, content?: string | Uint8Array): string => {
    if (content !== undefined) writeFileSync(join(dir, name), content);
    return join(dir, name);
  };
  return {
    file,
    csd: async ({ rfc, nombre }, kind = 'csd', at = ISSUED_AT) => {
      authority ??= createTestAuthority(ISSUED_AT);
      const pair = await (await authority).issue({ kind, rfc, nombre, password: PASSWORD }, at);
      return {
        cer: file(`${kind}-${rfc}.cer`, pair.cer),
        key: file(`${kind}-${rfc}.key`, pair.key),
        password: PASSWORD,
      };
    },
    remove: () => rmSync(dir, { recursive: true }),
  };
}
