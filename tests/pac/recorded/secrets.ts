/** Looks for a secret in a request, however it is wrapped: escaped in an address, or in base64 within base64. */
import { createPrivateKey } from 'node:crypto';
import type { CsdPair } from '../../../server/csd/csd.ts';
import { ACCOUNTS } from '../../stand-ins/accounts.ts';
import type { SeenRequest } from '../../stand-ins/bench.ts';

const LAYERS = 3;

/** The first of `secrets` that the request carries; `undefined` when it carries none. */
export function carriedOf(request: SeenRequest, secrets: readonly string[]): string | undefined {
  const target = new URLSearchParams(request.path.replace(/^[^?]*\??/, '')).toString();
  const plain = [request.path, decodeURIComponent(request.path), decodeURIComponent(target), request.body];
  const texts = [...plain, ...Object.entries(request.headers).flat()].flatMap((text) => unwrapped(text, LAYERS));
  return secrets.find((secret) => texts.some((text) => text.includes(secret)));
}

function unwrapped(text: string, layers: number): readonly string[] {
  if (layers === 0) return [text];
  const inner = (text.match(/[\w+/-]{16,}={0,2}/g) ?? []).map((run) => Buffer.from(run, 'base64'));
  const below = inner.flatMap((bytes) => [bytes.toString('utf8'), bytes.toString('latin1')]);
  return [text, ...below.flatMap((each) => unwrapped(each, layers - 1))];
}

/** What of the accounts of all but `owner` nobody else is to see. Users are none: several accounts have the same. */
export function secretsOfOthers(owner: string): readonly string[] {
  const others = Object.entries(ACCOUNTS).filter(([name]) => name !== owner);
  const own: Readonly<Record<string, string>> = { ...ACCOUNTS }[owner as keyof typeof ACCOUNTS] ?? {};
  const secrets = others.flatMap(([, account]) =>
    Object.entries(account).flatMap(([field, value]) =>
      /^(?:password|token|key|contrato)$/.test(field) ? [value] : [],
    ),
  );
  return [
    ...secrets.filter((secret) => !Object.values(own).includes(secret)),
    ...(owner === 'sw' ? [] : ['-de-dos-horas']),
  ];
}

/** A CSD's password, and its key as it is kept and as it signs: raw, hexadecimal, and base64 wherever it begins. */
export function secretsOfCsd({ key, password }: CsdPair): readonly string[] {
  const options = { key: Buffer.from(key), format: 'der', type: 'pkcs8', passphrase: password } as const;
  const plain = createPrivateKey(options).export({ format: 'der', type: 'pkcs8' });
  return [password, 'PRIVATE KEY', ...[Buffer.from(key), plain].flatMap(writings)];
}

function writings(bytes: Buffer): readonly string[] {
  const middle = bytes.subarray(bytes.length >> 1, (bytes.length >> 1) + 50);
  const aligned = [0, 1, 2].map((shift) => middle.subarray(shift, shift + 48));
  const encoded = aligned.flatMap((window) => [window.toString('base64'), window.toString('base64url')]);
  return [...encoded, middle.toString('hex'), middle.toString('hex').toUpperCase(), middle.toString('latin1')];
}
