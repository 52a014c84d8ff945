/** Wherever a merchant sets a host: one that may not be asked is refused there, by its address and by what its name means. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  // What a name server says; nobody knows the rest.
  const named: Readonly<Record<string, readonly string[]>> = {
    'inside.example.com': ['10.0.0.7'],
    'both.example.com': ['93.184.215.14', '127.0.0.1'],
    'metadata.example.com': ['169.254.169.254'],
    'six.example.com': ['::ffff:192.168.1.1'],
    'public.example.com': ['93.184.215.14'],
  };
  const resolve = async (host: string): Promise<readonly string[]> => {
    const addresses = named[host];
    if (!addresses) throw new Error('ENOTFOUND');
    return addresses;
  };
  Object.assign(api.services, { resolve });
});
afterAll(() => api.stop());

const REFUSED = [
  ...['127.0.0.1', 'localhost', '[::1]', '10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '0.0.0.0'],
  ...[
    '169.254.169.254',
    '168.63.129.16',
    '[fd00::1]',
    '[fe80::1]',
    '[::ffff:127.0.0.1]',
    'mailhost',
    '0x7f.1',
    '2130706433',
    'localhost.',
  ],
  ...['inside.example.com', 'both.example.com', 'metadata.example.com', 'six.example.com'],
];

const defaults = { claveProdServ: '50201706', claveUnidad: 'H87', pricesIncludeTax: true };
const keys = { consumerKey: `ck_${'a'.repeat(40)}`, consumerSecret: `cs_${'b'.repeat(40)}` };
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const events = ['invoice.stamped'];

/** Every place: its route, where its host stands in the body, and the pointer to it. */
const PLACES = [
  [
    'PUT /mail-accounts/smtp',
    '/credentials/url',
    (host: string) => ({ credentials: { url: `smtps://u:p@${host}:465`, from: 'f@example.com' } }),
  ],
  ['POST /webhook-endpoints', '/target', (host: string) => ({ name: 'ERP', target: `https://${host}/avisos`, events })],
  [
    'POST /alert-channels',
    '/target',
    (host: string) => ({ kind: 'slack', name: 'Caja', target: `https://${host}/x`, events }),
  ],
  [
    'POST /alert-channels',
    '/target',
    (host: string) => ({ kind: 'teams', name: 'Caja', target: `https://${host}/x`, events }),
  ],
  [
    'POST /sources',
    '/credentials/url',
    (host: string) => ({ type: 'pull', name: 'ERP', defaults, credentials: { url: `https://${host}/ventas`, secret } }),
  ],
  [
    'POST /sources',
    '/credentials/storeUrl',
    (host: string) => ({
      type: 'woocommerce',
      name: 'Tienda',
      defaults,
      credentials: { webhookSecret: 'secreto-4711', storeUrl: `https://${host}`, ...keys },
    }),
  ],
] as const;

/** With a key of its own each time: one key sends 50 requests a second. */
const set = async (route: string, body: object): Promise<Response> => {
  const [method = '', path = ''] = route.split(' ');
  const headers = { authorization: `Bearer ${await api.createKey()}`, 'content-type': 'application/json' };
  return api.request(`/v1${path}`, { method, headers, body: JSON.stringify(body) });
};

it.each(PLACES)(
  '422: %s refuses at %s every host of this machine, a private network or a cloud',
  async (route, pointer, bodyOf) => {
    for (const host of REFUSED) {
      const { code, errors } = await readProblem(await set(route, bodyOf(host)), 422);
      expect([host, code, errors[0]?.pointer]).toEqual([host, 'host-refused', pointer]);
      expect(errors[0]?.code).toBe(route.includes('/mail-accounts') ? 'mail-host-refused' : 'url-refused');
    }
  },
);

it.each(PLACES)(
  '200, 201: %s accepts at %s a public host, or a name that does not resolve yet',
  async (route, _, bodyOf) => {
    for (const host of ['public.example.com', 'not-yet.example.com'])
      expect([host, (await set(route, bodyOf(host))).status]).toEqual([host, route.startsWith('PUT') ? 200 : 201]);
  },
);
