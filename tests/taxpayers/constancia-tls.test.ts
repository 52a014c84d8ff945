import { createServer, get, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { rootCertificates } from 'node:tls';
import forge from 'node-forge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConstanciaReader } from '../../server/taxpayers/constancia.ts';
import { parseConstanciaQr } from '../../server/taxpayers/constancia-qr.ts';
import { FISICA } from '../stand-ins/constancia-pages.ts';

/** A server as old as the SAT's: a key of 1,024 bits and SHA-1, which OpenSSL 3 refuses at its own level. */
function oldPair(): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = forge.pki.rsa.generateKeyPair(1024);
  const cert = forge.pki.createCertificate();
  cert.publicKey = publicKey;
  cert.serialNumber = '01';
  cert.validity.notBefore = new Date(Date.now() - 86_400_000);
  cert.validity.notAfter = new Date(Date.now() + 86_400_000);
  cert.setSubject([{ name: 'commonName', value: 'localhost' }]);
  cert.setIssuer([{ name: 'commonName', value: 'localhost' }]);
  cert.setExtensions([
    { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
    { name: 'basicConstraints', cA: true },
  ]);
  cert.sign(privateKey, forge.md.sha1.create());
  return { key: forge.pki.privateKeyToPem(privateKey), cert: forge.pki.certificateToPem(cert) };
}

const pair = oldPair();
let server: Server;
let base: string;
beforeAll(async () => {
  const options = { ...pair, ciphers: 'DEFAULT@SECLEVEL=0', maxVersion: 'TLSv1.2' } as const;
  server = createServer(options, (_, response) => void response.end(FISICA));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  base = `https://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const qr = parseConstanciaQr(
  'https://siat.sat.gob.mx/app/qr/faces/pages/mobile/validadorqr.jsf?D1=10&D2=1&D3=14010011223_PEGM850312PC8',
);

describe('a host with TLS as old as the SAT’s', () => {
  it('is read by the Constancia’s reader', async () => {
    if (!qr) throw new Error('no QR');
    const reader = createConstanciaReader({ base, ca: [...rootCertificates, pair.cert] });
    expect(await reader.read(qr, AbortSignal.timeout(5_000))).toMatchObject({ kind: 'found' });
  });

  it('is refused at the default level of OpenSSL 3 and Node 24: only that one agent is relaxed', async () => {
    const failed = await new Promise<string | undefined>((resolve) => {
      get(base, { ca: pair.cert, ciphers: 'DEFAULT@SECLEVEL=2' }, () => resolve(undefined)).on('error', ({ message }) =>
        resolve(message),
      );
    });
    expect(failed).toMatch(/key too (small|weak)|ca md too weak|wrong signature|handshake failure/i);
  });

  it('is not read if nobody vouches for its certificate', async () => {
    if (!qr) throw new Error('no QR');
    const reader = createConstanciaReader({ base });
    expect(await reader.read(qr, AbortSignal.timeout(5_000))).toEqual({ kind: 'unavailable' });
  });
});
