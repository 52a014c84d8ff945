/** The test run of a portal: what it walks, and what it says where a portal is not ready. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseMailAddress } from '../../server/delivery/mail/address.ts';
import type { Mail } from '../../server/delivery/mail/mailer.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { PortalSettings } from '../../server/portals/portal.ts';
import { PUBLIC_URL, read, readProblem, startApi, type TestApi } from '../support/api.ts';

type Run = {
  readonly ok: boolean;
  readonly steps: readonly {
    readonly step: string;
    readonly ok: boolean;
    readonly required: boolean;
    readonly problem?: { readonly code: string; readonly 'es-MX': string; readonly en: string };
    readonly toDo?: { readonly 'es-MX': string; readonly en: string };
    readonly detail?: string;
  }[];
  readonly mail?: { readonly subject: string; readonly html: string; readonly text: string };
  readonly invoice?: { readonly id: string; readonly uuid: string; readonly pdf: string };
  readonly tryIt?: { readonly url: string; readonly typed: Readonly<Record<string, string>> };
};

// The first PDF starts the printing thread.
vi.setConfig({ testTimeout: 120_000 });

const STEPS = ['portal', 'csd', 'sale', 'search', 'receptor', 'preview', 'issue', 'mail', 'xml', 'pdf'];

let api: TestApi;
let before: PortalSettings;
const sent: Mail[] = [];
beforeAll(async () => {
  const sender = parseMailAddress('facturas@jacaranda.example');
  if (!sender) throw new Error('no address');
  const send = async (mail: Mail) => {
    sent.push(mail);
    return { kind: 'taken' as const };
  };
  api = await startApi({
    carrier: { sender, mailer: { send, testConnection: async () => ({ kind: 'works' as const }) } },
  });
  const portal = await api.services.invoicing.store.portals.getPortal(DEMO_PORTAL);
  if (!portal) throw new Error('no portal');
  before = portal.settings;
});
afterEach(async () => {
  await api.heal();
  await api.change(DEMO_PORTAL, before);
});
afterAll(() => api.stop());

const ask = (slug = DEMO_PORTAL, key = api.key, headers = {}): Promise<Response> =>
  api.request(`/v1/portals/${slug}/test-run`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...headers },
  });
async function run(slug = DEMO_PORTAL, key = api.key): Promise<Run> {
  const answer = await ask(slug, key);
  expect(answer.status).toBe(200);
  return read<Run>(answer);
}
/** The step that failed, with its code; every one after it says that it was not reached, and each what to do. */
function failureOf({ ok, steps }: Run): readonly [string, string | undefined] | undefined {
  const first = steps.findIndex((step) => !step.ok && step.required);
  expect(ok).toBe(first < 0);
  expect(steps.map(({ step }) => step)).toEqual(STEPS);
  const failed = steps[first];
  if (!failed) return undefined;
  for (const step of steps.slice(first + 1)) expect(step.problem?.code).toBe('not-reached');
  for (const { problem, toDo } of steps.slice(first))
    expect([problem?.['es-MX'], problem?.en, toDo?.['es-MX'], toDo?.en]).toEqual(
      Array(4).fill(expect.stringMatching(/.{10}/)),
    );
  return [failed.step, failed.problem?.code];
}

describe('a portal that is ready', () => {
  it('200: passes every step, from the search to the PDF, with an invoice to XAXX010101000', async () => {
    const made = await run();
    expect(failureOf(made)).toBeUndefined();
    expect(made.steps.filter(({ ok }) => !ok)).toEqual([]);
    const stamp = await api.stamp(made.invoice?.uuid ?? '');
    expect(stamp?.receptor).toBe('XAXX010101000');
  });

  it('200: shows the mail with links to its documents, and sends it to nobody', async () => {
    const { mail, invoice } = await run();
    expect(mail?.subject).toContain('Café Jacaranda');
    expect(mail?.text).toContain(invoice?.pdf ?? 'no link');
    expect(mail?.html).toContain('<html');
    await api.settle();
    expect(sent).toEqual([]);
    const deliveries = await api.services.invoicing.store.invoices.outboxOf(invoice?.id ?? '');
    expect(deliveries.filter(({ kind }) => kind === 'mail')).toEqual([]);
  });

  it('200: keeps another test sale, which can be found and invoiced by hand', async () => {
    const { tryIt } = await run();
    expect(tryIt?.url).toBe(`${PUBLIC_URL}/${DEMO_PORTAL}`);
    expect(Object.keys(tryIt?.typed ?? {}).toSorted()).toEqual(['folio', 'total']);
    expect(await api.search(tryIt?.typed ?? {})).toMatchObject([{ status: 'open' }]);
  });

  it.each([
    ['total and day, which shows it only after a second proof', [['total', 'date']]],
    ['a folio alone', [['folio']]],
    [
      'card and total, beside a search by e-mail',
      [
        ['email', 'date'],
        ['cardLast4', 'total'],
      ],
    ],
  ] as const)('200: is searched by %s', async (_, lookup) => {
    await api.change(DEMO_PORTAL, { lookup, acknowledgedLookup: lookup });
    const made = await run();
    expect(failureOf(made)).toBeUndefined();
  });

  it('200: can be tested again and again', async () => {
    const folios = new Set<string | undefined>();
    for (let times = 0; times < 3; times++) {
      const made = await run();
      expect(failureOf(made)).toBeUndefined();
      folios.add(made.tryIt?.typed.folio);
    }
    expect(folios.size).toBe(3);
  });
});

describe('what is not ready is said, and what to do', () => {
  it('200: a portal that is off', async () => {
    await api.change(DEMO_PORTAL, { enabled: false });
    expect(failureOf(await run())).toEqual(['portal', 'portal-off']);
  });

  it('200: a merchant without its CSD', async () => {
    const key = await api.createKey({ merchantId: 'mer_milpa' });
    expect(failureOf(await run('la-milpa', key))).toEqual(['csd', 'no-csd']);
  });

  it('200: says that no search of the portal finds a purchase without an e-mail', async () => {
    const lookup = [['folio', 'email']] as const;
    await api.change(DEMO_PORTAL, { lookup, acknowledgedLookup: lookup });
    expect(failureOf(await run())).toEqual(['sale', 'no-search-set']);
  });

  it('200: a PAC that refuses, with its reason in the requested language', async () => {
    await api.fault({ fault: 'reject', code: 'CFDI40139', times: 10 });
    const made = await run();
    expect(failureOf(made)).toEqual(['issue', 'rejected']);
    expect(made.steps.find(({ step }) => step === 'issue')?.detail).toMatch(/.{20}/);
  });

  it('200: a PAC that is away', async () => {
    await api.fault({ fault: 'maintenance', times: 50 });
    expect(failureOf(await run())).toEqual(['issue', 'pac-away']);
  });

  it('200: a merchant without a mail carrier, which does not keep the portal from working', async () => {
    const bare = await startApi();
    try {
      const answer = await bare.request(`/v1/portals/${DEMO_PORTAL}/test-run`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bare.key}` },
      });
      const made = await read<Run>(answer);
      expect(failureOf(made)).toBeUndefined();
      expect(made.steps.filter(({ ok }) => !ok)).toMatchObject([
        { step: 'mail', required: false, problem: { code: 'no-mail-carrier' } },
      ]);
      expect(made.mail?.html).toContain('<html');
    } finally {
      await bare.stop();
    }
  });
});

describe('who may run it', () => {
  it('409: nobody in the live world; 404: nobody at another merchant’s portal; 403: nobody without the scope', async () => {
    await readProblem(await ask(DEMO_PORTAL, await api.createKey({ world: 'live' })), 409);
    await readProblem(await ask('la-milpa'), 404);
    await readProblem(await ask(DEMO_PORTAL, await api.createKey({ scopes: ['settings:read'] })), 403);
  });
});
