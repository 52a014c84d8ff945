/**
 * A fake certificate authority for the sandbox, the demo and the tests: its certificates look like the SAT's and are worthless. Shape
 * observed on the SAT's public test pairs (2026-11). They are marked as test certificates, and the live world refuses them.
 */
import {
  createCipheriv,
  createPrivateKey,
  generateKeyPair,
  type KeyObject,
  pbkdf2Sync,
  randomBytes,
  randomInt,
} from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';
import type { CsdPair } from './csd.ts';

const { asn1, pki } = forge;

/** To whom a test certificate is issued, and the password that its key is encrypted with. */
export type TestSubject = {
  readonly kind: 'csd' | 'fiel';
  readonly rfc: string;
  readonly nombre: string;
  readonly password: string;
};

/** A test certificate with its encrypted key, as the SAT would hand them out. */
export type TestCredential = CsdPair & {
  /** 20 digits that begin with 30001: the SAT's mark of a test certificate. */
  readonly noCertificado: string;
};

/** A certificate authority kept in memory. */
export type TestAuthority = {
  /** DER of the authority's own certificate. */
  readonly cer: Uint8Array;
  /**
   * Issues a certificate valid for four years from `at` (epoch ms), with a new RSA key of 2048 bits. A PAC's certificate for
   * SelloSAT is a `csd` of the PAC's RFC.
   */
  issue(subject: TestSubject, at: number): Promise<TestCredential>;
};

/** Makes an authority whose own certificate is valid for eight years from `at` (epoch ms). */
export async function createTestAuthority(at: number): Promise<TestAuthority> {
  const key = await createKey();
  const name = [field('2.5.4.3', 'AC de pruebas, sin validez fiscal'), field('2.5.4.10', 'Autofactura')];
  const extensions = [
    { name: 'basicConstraints', critical: true, cA: true },
    { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
  ];
  const issuer = { name, key };
  const own = createCertificate({ issuer, key, subject: name, extensions, serial: createSerial(), at, years: 8 });
  return { cer: toDer(pki.certificateToAsn1(own)), issue: (subject, from) => issue(issuer, subject, from) };
}

/** The credential as one .pfx (PKCS#12) under its own password, for the merchants who keep it so. */
export function packPfx(credential: CsdPair): Uint8Array {
  const { key, cer, password } = credential;
  const opened = createPrivateKey({ key: Buffer.from(key), format: 'der', type: 'pkcs8', passphrase: password });
  const certificate = pki.certificateFromAsn1(asn1.fromDer(Buffer.from(cer).toString('latin1')));
  return toDer(forge.pkcs12.toPkcs12Asn1(toForge(opened), certificate, password, { algorithm: '3des' }));
}

type Key = { readonly pkcs8: Buffer; readonly forge: forge.pki.rsa.PrivateKey };
type Issuer = { readonly name: forge.pki.CertificateField[]; readonly key: Key };

async function issue(issuer: Issuer, subject: TestSubject, at: number): Promise<TestCredential> {
  const key = await createKey();
  const serial = createSerial();
  const certificate = createCertificate({
    issuer,
    key,
    subject: subjectFields(subject),
    extensions: subject.kind === 'csd' ? CSD_EXTENSIONS : FIEL_EXTENSIONS,
    serial,
    at,
    years: 4,
  });
  return {
    cer: toDer(pki.certificateToAsn1(certificate)),
    key: encryptKey(key.pkcs8, subject.password),
    password: subject.password,
    noCertificado: serial,
  };
}

const SIGNING = { name: 'keyUsage', critical: true, digitalSignature: true, nonRepudiation: true };
const CSD_EXTENSIONS = [{ name: 'basicConstraints', critical: true, cA: false }, SIGNING];
const FIEL_EXTENSIONS = [
  { name: 'basicConstraints', critical: true, cA: false },
  { ...SIGNING, dataEncipherment: true, keyAgreement: true },
  { name: 'extKeyUsage', emailProtection: true, clientAuth: true },
];

/** CN, name, O, x500UniqueIdentifier, serialNumber, OU, in the SAT's order; a persona moral carries its representative's RFC. */
function subjectFields({ kind, rfc, nombre }: TestSubject): forge.pki.CertificateField[] {
  const moral = rfc.length === 12;
  const fields = [
    field('2.5.4.3', nombre),
    field('2.5.4.41', nombre),
    field('2.5.4.10', nombre),
    field('2.5.4.45', moral ? `${rfc} / XAMA620210DQ5` : rfc),
    field('2.5.4.5', moral ? ' / XAMA620210MDFXRL09' : `${rfc.slice(0, 10)}HDFXXX09`),
  ];
  return kind === 'csd' ? [...fields, field('2.5.4.11', 'Sucursal 1')] : fields;
}

function field(type: string, value: string): forge.pki.CertificateField {
  return { type, value, valueTagClass: Number(asn1.Type.UTF8) };
}

type CertificateFacts = {
  readonly issuer: Issuer;
  readonly key: Key;
  readonly subject: forge.pki.CertificateField[];
  readonly extensions: object[];
  readonly serial: string;
  readonly at: number;
  readonly years: number;
};

function createCertificate(facts: CertificateFacts): forge.pki.Certificate {
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.setRsaPublicKey(facts.key.forge.n, facts.key.forge.e);
  certificate.serialNumber = Buffer.from(facts.serial, 'latin1').toString('hex');
  certificate.validity.notBefore = new Date(facts.at);
  certificate.validity.notAfter = new Date(facts.at);
  certificate.validity.notAfter.setUTCFullYear(certificate.validity.notBefore.getUTCFullYear() + facts.years);
  certificate.setSubject(facts.subject);
  certificate.setIssuer(facts.issuer.name);
  certificate.setExtensions(facts.extensions);
  certificate.sign(facts.issuer.key.forge, forge.md.sha256.create());
  return certificate;
}

/** node:crypto makes the key, off the event loop; forge takes seconds for one. */
async function createKey(): Promise<Key> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return {
    pkcs8: privateKey.export({ format: 'der', type: 'pkcs8' }),
    forge: toForge(privateKey),
  };
}

function toForge(key: KeyObject): forge.pki.rsa.PrivateKey {
  return pki.privateKeyFromPem(String(key.export({ format: 'pem', type: 'pkcs8' })));
}

function createSerial(): string {
  return `30001000000${String(randomInt(1_000_000_000)).padStart(9, '0')}`;
}

const ITERATIONS = 2048;

/** PKCS#8 under PBES2, PBKDF2 with HMAC-SHA1 and des-ede3-cbc, as the SAT's: node writes HMAC-SHA256, and forge no PBES2 with 3DES. */
function encryptKey(pkcs8: Buffer, password: string): Uint8Array {
  const [salt, iv] = [randomBytes(8), randomBytes(8)];
  const cipher = createCipheriv('des-ede3-cbc', pbkdf2Sync(password, salt, ITERATIONS, 24, 'sha1'), iv);
  const data = Buffer.concat([cipher.update(pkcs8), cipher.final()]);
  const kdf = sequence(oid('pkcs5PBKDF2'), sequence(octets(salt), integer(ITERATIONS)));
  const scheme = sequence(oid('des-EDE3-CBC'), octets(iv));
  return toDer(sequence(sequence(oid('pkcs5PBES2'), sequence(kdf, scheme)), octets(data)));
}

function sequence(...nodes: forge.asn1.Asn1[]): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, nodes);
}

function oid(name: string): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OID, false, asn1.oidToDer(String(pki.oids[name])).getBytes());
}

function octets(bytes: Buffer): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OCTETSTRING, false, bytes.toString('latin1'));
}

function integer(value: number): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.INTEGER, false, asn1.integerToDer(value).getBytes());
}

function toDer(node: forge.asn1.Asn1): Uint8Array {
  return Buffer.from(asn1.toDer(node).getBytes(), 'latin1');
}
