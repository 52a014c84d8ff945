/** A person's passkeys: added, listed, removed, and a step-up with one. */
import { z } from '@hono/zod-openapi';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { noteOf } from '../../accounts/doing.ts';
import type { Passkey } from '../../accounts/passkey-store.ts';
import {
  askForNewPasskey,
  askForPasskey,
  checkPasskey,
  passkeyPlace,
  registerPasskey,
} from '../../accounts/passkeys.ts';
import { recordProof } from '../../accounts/sessions.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { assertionWire, optionsView, optionsWire, registrationWire } from './passkey-wire.ts';
import { createPersonApi, doingOf, guardedPersonRoute, personRoute } from './person-api.ts';
import { handProof } from './session-cookie.ts';

const tags = ['Accounts'];
const time = z.string().openapi({ format: 'date-time' });
const passkeyWire = z
  .object({ id: z.string(), name: z.string(), createdAt: time, lastUsedAt: time.optional() })
  .openapi('Passkey');
const asked = {
  200: jsonAnswer(optionsWire, 'The options for the browser: valid once, for five minutes, in this session.'),
};

const list = personRoute({
  ...{ tags, method: 'get', path: '/auth/passkeys', summary: 'List your passkeys' },
  responses: { 200: jsonAnswer(z.object({ passkeys: z.array(passkeyWire) }), 'The passkeys.'), ...REFUSAL },
});
const begin = guardedPersonRoute({
  ...{ tags, method: 'post', path: '/auth/passkeys/options', summary: 'Begin adding a passkey' },
  responses: { ...asked, ...REFUSAL },
});
const add = guardedPersonRoute({
  ...{ tags, method: 'post', path: '/auth/passkeys', summary: 'Add a passkey' },
  description: 'Takes the browser’s answer to the options, and a name for the passkey.',
  request: jsonBody(
    z.strictObject({
      name: z.string().trim().min(1, 'required').max(60, 'text-too-long'),
      response: registrationWire,
    }),
  ),
  responses: { 201: jsonAnswer(passkeyWire, 'Added.'), ...REFUSAL },
});
const remove = guardedPersonRoute({
  ...{ tags, method: 'delete', path: '/auth/passkeys/{id}', summary: 'Remove a passkey' },
  request: { params: z.object({ id: z.string().max(80) }) },
  responses: { 204: { description: 'It no longer signs you in.' }, ...REFUSAL },
});
const beginStepUp = personRoute({
  ...{ tags, method: 'post', path: '/auth/step-up/passkey/options', summary: 'Begin a step-up with a passkey' },
  responses: { ...asked, ...REFUSAL },
});
const stepUp = personRoute({
  ...{ tags, method: 'post', path: '/auth/step-up/passkey', summary: 'Step up with a passkey' },
  request: jsonBody(z.strictObject({ response: assertionWire })),
  responses: { 200: jsonAnswer(z.object({ steppedUpUntil: time }), 'Both cookies are set.'), ...REFUSAL },
});

/** The routes of a person's own passkeys. */
export function passkeyRoutes(services: Services) {
  const { store, now } = services.invoicing;
  const { accounts } = store;
  const desk = () => ({ store: accounts, place: passkeyPlace(services.publicUrl) });
  const api = createPersonApi(services);
  api.openapi(list, async (c) => {
    const passkeys = await accounts.listPasskeys(c.get('open').person.id);
    return c.json({ passkeys: passkeys.map(viewOf) }, 200);
  });
  api.openapi(begin, async (c) => {
    const { person, session } = c.get('open');
    const options = await askForNewPasskey(desk(), person, { boundTo: session.id, now: now() });
    return c.json(optionsView(options), 200);
  });
  api.openapi(add, async (c) => {
    const { person, session } = c.get('open');
    const { name, response } = c.req.valid('json');
    const given = { name, response: response as RegistrationResponseJSON };
    const passkey = await registerPasskey(desk(), person, given, session.id, doingOf(c, services));
    return c.json(viewOf(passkey), 201);
  });
  api.openapi(remove, async (c) => {
    const { id } = c.req.valid('param');
    const note = { ...noteOf('passkey-removed', doingOf(c, services)), target: id };
    if ((await accounts.removePasskey(c.get('open').person.id, id, note)) === 'unknown')
      throw new Problem('unknown-resource');
    return c.body(null, 204);
  });
  api.openapi(beginStepUp, async (c) => {
    const { person, session } = c.get('open');
    const asking = { purpose: 'step-up', boundTo: session.id, now: now() } as const;
    return c.json(optionsView(await askForPasskey(desk(), asking, person)), 200);
  });
  api.openapi(stepUp, async (c) => {
    const open = c.get('open');
    const { person, session } = open;
    const doing = doingOf(c, services);
    const asking = { purpose: 'step-up', boundTo: session.id, now: doing.now } as const;
    const { response } = c.req.valid('json');
    const proven = await checkPasskey(desk(), response as AuthenticationResponseJSON, asking);
    if (proven.person.id !== person.id) throw new Problem('passkey-refused');
    const steppedUp = await recordProof(accounts, open, proven.use, doing);
    handProof(c, services, steppedUp);
    return c.json({ steppedUpUntil: new Date(steppedUp.until).toISOString() }, 200);
  });
  return api;
}

function viewOf({ id, name, createdAt, lastUsedAt }: Passkey): z.output<typeof passkeyWire> {
  return {
    ...{ id, name, createdAt: new Date(createdAt).toISOString() },
    ...(lastUsedAt !== undefined && { lastUsedAt: new Date(lastUsedAt).toISOString() }),
  };
}
