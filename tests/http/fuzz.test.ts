import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../support/api.ts';
import { type Campaign, createCampaign, describe as describeFinding } from '../support/fuzz/campaign.ts';
import { PAGES } from '../support/fuzz/pages.ts';
import { CUSTOMER_NAME, THEIR_SECRET } from '../support/fuzz/world.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

const SEED = Number(process.env.FAST_CHECK_SEED ?? 20_261_122);
/** Of each engine; `npm run fuzz` sends as many as one likes. */
const REQUESTS = 600;
/** Each fault that is planted shows in every answer of its kind. */
const REQUESTS_TO_CONVICT = 40;

/**
 * Signed by a provider (`sources` sends them signed), about an invoice that no machine could decide (`undecided` makes some), opened by
 * a guarded purchase's token alone (`guarded`), answered once (`request-queue`, `refunds`), for a merchant with a live PAC and seal (`go-live`),
 * about what the campaign has none of (`cancellations`, `global-invoices`), or naming one of several portals (`promotion-prints`).
 */
const REFUSED_HERE = [
  'POST /v1/sources/{id}/webhook',
  'POST /v1/mail-events/{merchant}/{world}',
  'POST /v1/portals/{slug}/sales/prove',
  'POST /v1/merchant/go-live',
  'POST /v1/invoices/{id}/look-up',
  'POST /v1/invoices/{id}/adopt',
  'POST /v1/invoices/{id}/release',
  'POST /v1/requests/{id}/accept',
  'POST /v1/requests/{id}/decline',
  'POST /v1/refunds/{id}/approve',
  'POST /v1/refunds/{id}/correct',
  'POST /v1/refunds/{id}/decline',
  'GET /v1/cancellations/{id}',
  'POST /v1/cancellations/{id}/look-up',
  'POST /v1/global-invoices',
  'GET /v1/global-invoices/{id}',
  'GET /v1/sales/{id}/ticket-qr',
  // Of sales that the body names by their ids (`merchant-carts`).
  'POST /v1/carts',
  'POST /v1/carts/preview',
  // Of a portal whose merchant has uploaded one (`folio-picture`).
  'GET /v1/portals/{slug}/folio-picture',
  // About an invoice by its own token, and by a day, a span of days or a month (`corrections`, `cuadre`).
  'POST /v1/portals/{slug}/invoices/correct/preview',
  'POST /v1/portals/{slug}/invoices/correct',
  'POST /v1/months/{month}/lock',
  'POST /v1/months/{month}/unlock',
  'GET /v1/cuadre',
  'GET /v1/cuadre/{date}',
  // Of a catalogue by its name, in words (`sat-catalogs`).
  'GET /v1/sat-catalogs/{catalog}',
  // For a person who is signed in, by a cookie (`accounts`, `roles`): the campaign's callers are keys and strangers.
  'POST /v1/setup',
  'POST /v1/auth/sign-in',
  'POST /v1/auth/accept-invitation',
  'POST /v1/auth/forgotten-password',
  'POST /v1/auth/reset-password',
  'POST /v1/auth/sign-out',
  'POST /v1/auth/step-up',
  'POST /v1/auth/password',
  'POST /v1/auth/name',
  'POST /v1/auth/email',
  'POST /v1/auth/confirm-email',
  'POST /v1/auth/sign-up',
  'POST /v1/auth/accounts',
  'GET /v1/auth/second-factor',
  'POST /v1/auth/second-factor',
  'DELETE /v1/auth/second-factor',
  'POST /v1/auth/second-factor/confirm',
  'POST /v1/auth/recovery-codes',
  'GET /v1/auth/passkeys',
  'POST /v1/auth/passkeys',
  'POST /v1/auth/passkeys/options',
  'DELETE /v1/auth/passkeys/{id}',
  'POST /v1/auth/step-up/passkey/options',
  'POST /v1/auth/step-up/passkey',
  'POST /v1/auth/passkey-sign-in',
  'POST /v1/merchants',
  'POST /v1/members',
  'PATCH /v1/members/{id}',
  'DELETE /v1/members/{id}',
  'GET /v1/session',
  'GET /v1/sessions',
  'DELETE /v1/sessions/{id}',
];

// Nobody listens where the providers would be: nothing leaves this machine.
const OPTIONS = { providersUrl: 'http://127.0.0.1:9', sealed: ['mer_jacaranda', 'mer_milpa'] };

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let api: TestApi;
  let postgres: PostgresServer | undefined;
  let campaign: Campaign;
  beforeAll(async () => {
    postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
    api = await startApi({ ...OPTIONS, ...(postgres && { databaseUrl: await postgres.createDatabase() }) });
    campaign = await createCampaign(api);
  });
  afterAll(async () => {
    await api.stop();
    await postgres?.stop();
  });

  test('every documented route, called as documented, answers 2xx in the declared shape', async () => {
    expect(await campaign.tour(SEED, REFUSED_HERE)).toEqual([]);
  }, 120_000);

  test('whatever is sent to any route, no answer is a 500, undeclared, of another shape, somebody else’s or about our insides', async () => {
    const { sent, findings } = await campaign.run({ requests: REQUESTS, seed: SEED });
    expect(findings.map(describeFinding)).toEqual([]);
    expect(sent).toBeGreaterThanOrEqual(REQUESTS);
  }, 120_000);
});

describe('on SQLite, the campaign itself', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi(OPTIONS);
  });
  afterAll(() => api.stop());

  test('attacks every route of the route table: those of the OpenAPI document, pages, files and health', async () => {
    const { document } = await createCampaign(api);
    const attacked = [
      ...document.operations.map(({ method, path }) => `${method} ${path}`),
      ...PAGES.map(({ path }) => `GET ${path}`),
    ];
    const table = api.app.routes.map(({ method, path }) => ({
      method,
      path: path.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}'),
    }));
    const missing = table.filter(({ method, path }) =>
      method === 'ALL' ? !attacked.some((each) => isBelow(each, path)) : !attacked.includes(`${method} ${path}`),
    );
    expect(missing).toEqual([]);
    expect(REFUSED_HERE.filter((route) => !attacked.includes(route))).toEqual([]);
    const gone = attacked.filter(
      (each) =>
        !table.some(({ method, path }) => `${method} ${path}` === each || (method === 'ALL' && isBelow(each, path))),
    );
    expect(gone).toEqual([]);
  });

  test.each<[what: string, spoil: (answer: Response) => Response | Promise<Response>]>([
    ['a status that is not declared', (answer) => new Response('{}', { status: 206, headers: answer.headers })],
    ['a 500', (answer) => new Response('{}', { status: 500, headers: answer.headers })],
    ['a member that is not declared', (answer) => changed(answer, (body) => ({ ...body, internal: true }))],
    [
      'another merchant’s words',
      (answer) => changed(answer, (body) => ({ ...body, detail: THEIR_SECRET, title: THEIR_SECRET })),
    ],
    [
      'a customer’s name',
      (answer) => changed(answer, (body) => ({ ...body, detail: CUSTOMER_NAME, title: CUSTOMER_NAME })),
    ],
    [
      'a stack',
      (answer) => changed(answer, (body) => ({ ...body, detail: 'x\n    at search (file:///srv/a.ts:1:1)' })),
    ],
    [
      'a pointer that leads nowhere',
      (answer) =>
        changed(answer, (body) => ({
          ...body,
          errors: [{ pointer: '/nowhere/at/all', code: 'x', detail: 'It is wrong.' }],
        })),
    ],
    [
      'a type that is not declared',
      async (answer) =>
        new Response(await answer.text(), { status: answer.status, headers: { 'content-type': 'text/csv' } }),
    ],
  ])('catches an application that answers with %s, and does so again with the same seed', async (_, spoil) => {
    const send: TestApi['request'] = async (path, init) => spoil(await api.request(path, init));
    const campaign = await createCampaign(api, send);
    const [first, again] = [
      await campaign.run({ requests: REQUESTS_TO_CONVICT, seed: SEED }),
      await campaign.run({ requests: REQUESTS_TO_CONVICT, seed: SEED }),
    ];
    expect(first.findings).toHaveLength(1);
    expect(again.findings.map(({ seed }) => seed)).toEqual(first.findings.map(({ seed }) => seed));
  });
});

function isBelow(attacked: string, pattern: string): boolean {
  const path = attacked.slice(attacked.indexOf(' ') + 1);
  const steps = pattern.split('/');
  return steps.every((step, at) => step === '*' || step === path.split('/')[at] || /^\{/.test(step));
}

async function changed(answer: Response, change: (body: object) => object): Promise<Response> {
  if (!answer.headers.get('content-type')?.includes('json')) return answer;
  const body = JSON.stringify(change((await answer.json()) as object));
  return new Response(body, { status: answer.status, headers: answer.headers });
}
