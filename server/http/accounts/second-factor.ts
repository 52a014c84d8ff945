/** A person's second step: turning it on and off, and its recovery codes. */
import { z } from '@hono/zod-openapi';
import { noteOf } from '../../accounts/doing.ts';
import { confirmSecondFactor, enrolSecondFactor, renewRecoveryCodes } from '../../accounts/second-factor.ts';
import { qrSvg } from '../../print/qr-modules.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createPersonApi, doingOf, guardedPersonRoute, personRoute } from './person-api.ts';

const tags = ['Accounts'];
const ISSUER = 'Autofactura';
const codesWire = z
  .object({ recoveryCodes: z.array(z.string()).openapi({ description: 'Each works once. They are shown only now.' }) })
  .openapi('RecoveryCodes');

const show = personRoute({
  ...{ tags, method: 'get', path: '/auth/second-factor', summary: 'Get the state of your second step' },
  responses: {
    200: jsonAnswer(
      z.object({
        on: z.boolean(),
        since: z.string().optional().openapi({ format: 'date-time' }),
        recoveryCodesLeft: z.int(),
      }),
      'Whether signing in asks for a code.',
    ),
    ...REFUSAL,
  },
});
const enrol = guardedPersonRoute({
  ...{ tags, method: 'post', path: '/auth/second-factor', summary: 'Generate a key for your authenticator app' },
  description:
    'No code is required until a first one has confirmed it. 409 `second-factor-on` if you already have one.',
  responses: {
    201: jsonAnswer(
      z.object({
        key: z.string().openapi({ description: 'In base32: TOTP, SHA-1, six digits, thirty seconds.' }),
        uri: z.string().openapi({ description: '`otpauth://totp/…`' }),
        qr: z.string().openapi({ description: 'The same address as a QR, in SVG.' }),
      }),
      'Shown only now.',
    ),
    ...REFUSAL,
  },
});
const confirm = guardedPersonRoute({
  ...{
    tags,
    method: 'post',
    path: '/auth/second-factor/confirm',
    summary: 'Turn on your second step with a first code',
  },
  request: jsonBody(z.strictObject({ code: z.string().max(40) })),
  responses: { 200: jsonAnswer(codesWire, 'Signing in and stepping up ask for a code from now on.'), ...REFUSAL },
});
const renew = guardedPersonRoute({
  ...{ tags, method: 'post', path: '/auth/recovery-codes', summary: 'Replace your recovery codes' },
  responses: { 200: jsonAnswer(codesWire, 'The earlier ones no longer work.'), ...REFUSAL },
});
const remove = guardedPersonRoute({
  ...{ tags, method: 'delete', path: '/auth/second-factor', summary: 'Turn off your second step' },
  responses: { 204: { description: 'It is off, and its recovery codes no longer work.' }, ...REFUSAL },
});

/** The routes of a person's own second step. */
export function secondFactorRoutes(services: Services) {
  const { codes } = services;
  const { store } = codes;
  const api = createPersonApi(services);
  api.openapi(show, async (c) => {
    const { id } = c.get('open').person;
    const since = (await store.findSecondFactor(id))?.confirmedAt;
    if (since === undefined) return c.json({ on: false, recoveryCodesLeft: 0 }, 200);
    const recoveryCodesLeft = await store.countRecoveryCodes(id);
    return c.json({ on: true, since: new Date(since).toISOString(), recoveryCodesLeft }, 200);
  });
  api.openapi(enrol, async (c) => {
    const drawn = await enrolSecondFactor(codes, c.get('open').person, ISSUER, services.invoicing.now());
    c.header('cache-control', 'no-store');
    return c.json({ ...drawn, qr: qrSvg(drawn.uri, ISSUER) }, 201);
  });
  api.openapi(confirm, async (c) => {
    const { code } = c.req.valid('json');
    const recoveryCodes = await confirmSecondFactor(codes, c.get('open').person, code, doingOf(c, services));
    c.header('cache-control', 'no-store');
    return c.json({ recoveryCodes: [...recoveryCodes] }, 200);
  });
  api.openapi(renew, async (c) => {
    const recoveryCodes = await renewRecoveryCodes(store, c.get('open').person, doingOf(c, services));
    c.header('cache-control', 'no-store');
    return c.json({ recoveryCodes: [...recoveryCodes] }, 200);
  });
  api.openapi(remove, async (c) => {
    const { id } = c.get('open').person;
    const outcome = await store.removeSecondFactor(id, noteOf('second-factor-off', doingOf(c, services)));
    if (outcome === 'unknown') throw new Problem('unknown-resource');
    return c.body(null, 204);
  });
  return api;
}
