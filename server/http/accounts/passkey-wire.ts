/** What a browser answers to a passkey challenge, in the JSON of WebAuthn level 3. */
import { z } from '@hono/zod-openapi';

const base64url = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\w-]*$/);
const common = {
  id: base64url(1_400),
  rawId: base64url(1_400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
  clientExtensionResults: z.looseObject({}),
};

/** The answer of `navigator.credentials.create()`. */
export const registrationWire = z
  .object({
    ...common,
    response: z.object({
      clientDataJSON: base64url(4_000),
      attestationObject: base64url(16_000),
      transports: z.array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])).optional(),
    }),
  })
  .openapi('PasskeyRegistration');

/** The answer of `navigator.credentials.get()`. */
export const assertionWire = z
  .object({
    ...common,
    response: z.object({
      clientDataJSON: base64url(4_000),
      authenticatorData: base64url(4_000),
      signature: base64url(2_000),
      userHandle: base64url(100).optional(),
    }),
  })
  .openapi('PasskeyAssertion');

/** The challenge, in the form that browsers take. */
export const optionsWire = z.looseObject({ challenge: z.string() }).openapi('PasskeyOptions');

/** The options as they are serialized, without absent properties. */
export function optionsView(options: object): z.output<typeof optionsWire> {
  return JSON.parse(JSON.stringify(options));
}
