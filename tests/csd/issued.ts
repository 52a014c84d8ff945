/** Certificates for these tests: from our own test authority, and from openssl where a shape is wanted that it never issues. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CsdPair } from '../../server/csd/csd.ts';

export const AT = Date.UTC(2026, 10, 22, 18);
export const YEAR_MS = 365.25 * 24 * 3600 * 1000;

export const KEMPER = { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', password: '12345678a' } as const;
export const HERRERIA = { rfc: 'H&E951128469', nombre: 'HERRERIA & ELECTRICOS', password: 'fierro&<yunque>' } as const;
export const NAVEZ = { rfc: 'OÑO120726RX3', nombre: 'ORGANICOS ÑAVEZ OSORIO', password: 'año nuevo' } as const;
export const XODAR = { rfc: 'XOJI740919U48', nombre: 'INGRID XODAR JIMENEZ', password: '12345678a' } as const;

/** Runs openssl on `files`, in a directory of its own, and answers its standard output. */
export function openssl(args: readonly string[], files: Readonly<Record<string, Uint8Array | string>> = {}): Buffer {
  const directory = mkdtempSync(join(tmpdir(), 'csd-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
    const produced = execFileSync('openssl', args, { cwd: directory, stdio: ['ignore', 'pipe', 'ignore'] });
    const out = args.indexOf('-out');
    return out < 0 ? produced : readFileSync(join(directory, args[out + 1] ?? ''));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** A self-signed certificate and its PEM key with the subject lines, extension lines and serial that are asked for. */
export function selfSigned(shape: {
  readonly subject: string;
  readonly extensions?: string;
  readonly serial?: string;
  readonly bits?: number;
}): CsdPair {
  const config = [
    '[req]\ndistinguished_name=dn\nprompt=no\nutf8=yes\nstring_mask=utf8only\n[dn]',
    shape.subject,
    '[v]',
    shape.extensions ?? 'keyUsage=critical,digitalSignature,nonRepudiation',
  ].join('\n');
  const key = openssl(['genrsa', '-out', 'k.pem', String(shape.bits ?? 2048)]);
  const serial = `0x${Buffer.from(shape.serial ?? '30001000000500003416', 'latin1').toString('hex')}`;
  const args = 'req -x509 -key k.pem -config c.cnf -extensions v -days 1400 -outform DER -out c.cer -set_serial'.split(
    ' ',
  );
  return { cer: openssl([...args, serial], { 'k.pem': key, 'c.cnf': config }), key, password: '' };
}

/** A copy, because what is handed to custody is overwritten. */
export function copyOf<P extends CsdPair>(pair: P): P {
  return { ...pair, cer: Buffer.from(pair.cer), key: Buffer.from(pair.key) };
}
