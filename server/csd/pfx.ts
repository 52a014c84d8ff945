/**
 * Takes a .pfx (PKCS#12) apart into the pair the SAT gives. node:crypto cannot read one; node-forge opens its certificates,
 * and the key comes out still encrypted. Import this file when a .pfx arrives, not before: node-forge is slow to load.
 */
import forge from 'node-forge';
import { parseCertificate, readX509 } from './certificate.ts';
import type { CsdPair } from './csd.ts';
import { DER, parseSingle } from './der.ts';
import { MOST_ROUNDS, roundsOf } from './key-cost.ts';

const { asn1, pki } = forge;
type Asn1Node = forge.asn1.Asn1;

/** The certificate and its still encrypted key, or why the file cannot be opened. */
export type PfxOutcome =
  | { readonly kind: 'pair'; readonly pair: CsdPair }
  | { readonly kind: 'refused'; readonly fault: 'csd-pfx-unreadable' | 'csd-wrong-password' | 'csd-key-too-slow' };

/**
 * Splits a .pfx. The key bag of PKCS#12 is an EncryptedPrivateKeyInfo, a `.key` under the same password, and is handed over
 * as it is: whether it may be opened at all (a FIEL's may not) is decided by the certificate, in `openCsd`.
 */
export function splitPfx(pfx: Uint8Array, password: string): PfxOutcome {
  const parts = readParts(pfx);
  if (!parts) return { kind: 'refused', fault: 'csd-pfx-unreadable' };
  if (parts.rounds > MOST_ROUNDS) return { kind: 'refused', fault: 'csd-key-too-slow' };
  // PKCS#12's own ciphers take the password as UTF-16, which forge makes of the text; PBES2 takes UTF-8, which it does not.
  let outcome = openCertificates(parts, password, password);
  if (outcome.kind === 'refused') outcome = openCertificates(parts, forge.util.encodeUtf8(password), password);
  return outcome;
}

function openCertificates(parts: Parts, passphrase: string, password: string): PfxOutcome {
  try {
    const cer = certificatesOf(parts.withoutKeys, passphrase).find(isTaxpayers);
    if (!cer) return { kind: 'refused', fault: 'csd-pfx-unreadable' };
    return { kind: 'pair', pair: { cer, key: parts.key, password } };
  } catch (error) {
    // forge names the algorithm it does not know; any other failure to decrypt a well-formed file is the password's.
    const unknown = error instanceof Error && 'oid' in error;
    return { kind: 'refused', fault: unknown ? 'csd-pfx-unreadable' : 'csd-wrong-password' };
  }
}

/** Not the authority's own: files that carry the whole chain hold those too. */
function isTaxpayers(cer: Uint8Array): boolean {
  return parseCertificate(cer) !== undefined && readX509(cer)?.ca === false;
}

function certificatesOf(pfx: Asn1Node, password: string): Uint8Array[] {
  const bagType = String(pki.oids.certBag);
  const bags = forge.pkcs12.pkcs12FromAsn1(pfx, password).getBags({ bagType })[bagType] ?? [];
  return bags.map((bag) => toBytes(bag.cert ? pki.certificateToAsn1(bag.cert) : bag.asn1));
}

/** `rounds`: of hashing, to decrypt everything but the key. */
type Parts = { readonly withoutKeys: Asn1Node; readonly key: Uint8Array; readonly rounds: number };

/** PFX ::= SEQUENCE { version, authSafe, mac }; the copy for forge has neither key bags nor the MAC that covered them. */
function readParts(pfx: Uint8Array): Parts | undefined {
  try {
    const [version, authSafe] = children(asn1.fromDer(Buffer.from(pfx).toString('latin1')));
    if (!version || !authSafe) return undefined;
    const keys: Asn1Node[] = [];
    const contents = children(asn1.fromDer(dataOf(authSafe))).map((content) => takeKeys(content, keys));
    const [key] = keys;
    const rounds = contents.reduce((sum, content) => sum + roundsOfContent(content), 0);
    return key && { withoutKeys: sequence(version, dataContent(sequence(...contents))), key: toBytes(key), rounds };
  } catch {
    return undefined;
  }
}

/** ContentInfo of plain data without its shrouded key bags, which go to `keys`; an encrypted one holds certificates only. */
function takeKeys(content: Asn1Node, keys: Asn1Node[]): Asn1Node {
  if (oidOf(content) !== pki.oids.data) return content;
  const bags = children(asn1.fromDer(dataOf(content)));
  const isKey = (bag: Asn1Node) => oidOf(bag) === pki.oids.pkcs8ShroudedKeyBag;
  keys.push(...bags.filter(isKey).map((bag) => only(only(bag, 1), 0)));
  return dataContent(sequence(...bags.filter((bag) => !isKey(bag))));
}

/** EncryptedData ::= SEQUENCE { version, EncryptedContentInfo ::= SEQUENCE { type, algorithm, … } } (RFC 5652, 8). */
function roundsOfContent(content: Asn1Node): number {
  if (oidOf(content) !== pki.oids.encryptedData) return 0;
  const algorithm = only(only(only(only(content, 1), 0), 1), 1);
  return roundsOf(parseSingle(toBytes(algorithm), DER.sequence) ?? []);
}

function children(node: Asn1Node): Asn1Node[] {
  if (typeof node.value === 'string') throw new TypeError('not constructed');
  return node.value;
}

function only(node: Asn1Node, index: number): Asn1Node {
  const child = children(node)[index];
  if (!child) throw new TypeError('no such child');
  return child;
}

function oidOf(node: Asn1Node): string {
  return asn1.derToOid(octets(only(node, 0)));
}

/** The octets of a ContentInfo's `[0] OCTET STRING`. */
function dataOf(content: Asn1Node): string {
  return octets(only(only(content, 1), 0));
}

/** BER lets an OCTET STRING be cut into several. */
function octets(node: Asn1Node): string {
  return typeof node.value === 'string' ? node.value : node.value.map(octets).join('');
}

function sequence(...nodes: Asn1Node[]): Asn1Node {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, nodes);
}

function dataContent(inner: Asn1Node): Asn1Node {
  const octetString = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OCTETSTRING, false, asn1.toDer(inner).getBytes());
  const oid = asn1.oidToDer(String(pki.oids.data)).getBytes();
  return sequence(
    asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OID, false, oid),
    asn1.create(asn1.Class.CONTEXT_SPECIFIC, asn1.Type.NONE, true, [octetString]),
  );
}

function toBytes(node: Asn1Node): Uint8Array {
  return Buffer.from(asn1.toDer(node).getBytes(), 'latin1');
}
