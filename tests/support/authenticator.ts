/** A telephone with one passkey: it answers challenges as WebAuthn writes, honestly or in one respect not. */
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** What a server asks of it. */
export type Options = { readonly challenge: string; readonly user?: { readonly id: string } };

/** In what an answer is not what an honest browser would send. */
export type Twist = {
  readonly origin?: string;
  readonly rpId?: string;
  /** Whether its user unlocked it. */
  readonly isVerified?: boolean;
  readonly userHandle?: string;
  readonly counter?: number;
};

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** An authenticator at a site. It counts its signatures. */
export function createAuthenticator(site: { readonly origin: string; readonly rpId: string }) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(16);
  let counter = 0;
  let userHandle = '';
  const cose = isoCBOR.encode(
    new Map<number, number | Uint8Array>([
      ...([
        [1, 2],
        [3, -7],
        [-1, 1],
      ] as const),
      [-2, Uint8Array.from(Buffer.from(x, 'base64url'))],
      [-3, Uint8Array.from(Buffer.from(y, 'base64url'))],
    ]),
  );
  const clientData = (type: string, { challenge }: Options, { origin = site.origin }: Twist): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  /** Present 0x01, verified 0x04, with a credential 0x40. */
  const authData = ({ rpId = site.rpId, isVerified = true, counter: fixed }: Twist, credential?: Buffer): Buffer => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(fixed ?? counter);
    const flags = 0x01 | (isVerified ? 0x04 : 0) | (credential ? 0x40 : 0);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, ...(credential ? [credential] : [])]);
  };
  const common = { id: base64url(id), rawId: base64url(id), type: 'public-key', clientExtensionResults: {} } as const;
  return {
    id: base64url(id),
    /** Makes its passkey for whoever the options name. */
    register(options: Options, twist: Twist = {}) {
      userHandle = options.user?.id ?? '';
      const length = Buffer.from([0, id.length]);
      const credential = Buffer.concat([Buffer.alloc(16), length, id, cose]);
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', Uint8Array.from(authData(twist, credential))],
      ]);
      const response = {
        clientDataJSON: base64url(clientData('webauthn.create', options, twist)),
        attestationObject: base64url(isoCBOR.encode(attestation as never)),
        transports: ['internal'],
      };
      return { ...common, response };
    },
    /** Signs a challenge. */
    sign(options: Options, twist: Twist = {}) {
      counter += 1;
      const data = clientData('webauthn.get', options, twist);
      const authenticatorData = authData(twist);
      const signature = createSign('sha256').update(authenticatorData).update(sha256(data)).sign(privateKey);
      const response = {
        ...{ clientDataJSON: base64url(data), authenticatorData: base64url(authenticatorData) },
        ...{ signature: base64url(signature), userHandle: twist.userHandle ?? userHandle },
      };
      return { ...common, response };
    },
  };
}

/** A telephone with a passkey. */
export type Authenticator = ReturnType<typeof createAuthenticator>;
