import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { ACCOUNTS } from '../stand-ins/accounts.ts';
import { setFault, setQuirk, spawnStandIns } from '../stand-ins/spawn.ts';
import { breakfast, read, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

vi.setConfig({ testTimeout: 60_000 });

const ISSUERS = ['facturapi', 'facturama'] as const;
type Issuer = (typeof ISSUERS)[number];

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
let api: TestApi;
const at = (pac: string): string => `${standIns.url}/${pac}`;

// Each test has a shop and issuers of its own: sales of the same number would have the same reference there.
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'json-issuers-'));
  standIns = await spawnStandIns(directory);
  // Nobody gave this server a CSD: the issuer has it.
  api = await startApi({ providersUrl: standIns.url, sealed: [] });
  await moveClocks();
});
afterEach(async () => {
  await api.stop();
  await standIns.stop();
  rmSync(directory, { recursive: true });
});

async function moveClocks(): Promise<void> {
  for (const issuer of ISSUERS) await setFault(at(issuer), { fault: 'clock', offsetMs: api.now() - Date.now() });
}

async function use(pac: Issuer | 'finkok', position = 0): Promise<void> {
  const answer = await api.request(`/v1/pac-accounts/${pac}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ credentials: ACCOUNTS[pac], position }),
  });
  expect(answer.status).toBe(200);
}

type Answer = {
  readonly id: string;
  readonly status: string;
  readonly uuid?: string;
  readonly links: { readonly xml: string; readonly self: string };
};

async function invoice(marker?: string): Promise<{ readonly status: number; readonly body: Answer }> {
  const plain = breakfast('', api.now());
  const conceptos = plain.conceptos.map((concepto) => ({ ...concepto, ...(marker && { noIdentificacion: marker }) }));
  const sale = await api.buy({ conceptos });
  const answer = await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [sale], receptor: UNIVERSIDAD });
  return { status: answer.status, body: await read<Answer>(answer) };
}

/** The folios fiscales of everything that was stamped there. */
async function stampsAt(pac: string): Promise<readonly string[]> {
  const { stamps } = (await (await fetch(`${at(pac)}/ledger`)).json()) as { stamps: { uuid: string }[] };
  return stamps.map(({ uuid }) => uuid.toLowerCase());
}

const stateOf = async (id: string) => (await api.services.invoicing.store.invoices.get(id))?.state;
const notices = async () => {
  const answer = await api.request('/v1/notices', { headers: { authorization: `Bearer ${api.key}` } });
  return (await read<{ notices: { kind: string; subject: string; detail: string }[] }>(answer)).notices;
};

/** As `invoice`, with the worker going on meanwhile, a minute of the clock a round. */
async function invoiceWithWorker(marker: string): Promise<Awaited<ReturnType<typeof invoice>>> {
  let answered = false;
  const asked = invoice(marker).finally(() => {
    answered = true;
  });
  while (!answered) {
    await api.move(1 / 1440);
    await moveClocks();
    await api.settle();
  }
  return asked;
}

describe.each(ISSUERS)('a merchant whose seal is with %s', (issuer) => {
  it('201: can invoice without a CSD on this server, and the document is the issuer’s own', async () => {
    await use(issuer);
    const { status, body } = await invoice();
    expect([status, body.status]).toEqual([201, 'stamped']);
    expect(await stampsAt(issuer)).toEqual([body.uuid?.toLowerCase()]);
    const xml = await (await api.request(body.links.xml)).text();
    expect(xml).toContain(' Total="348.00"');
    expect(xml).toMatch(/ Sello="[^"]{300,}"/);
  });

  it('201: has only one CFDI although an answer was lost, because it is looked up', async () => {
    await use(issuer);
    const { body } = await invoiceWithWorker('SIM-RESPUESTA-PERDIDA');
    expect(await stampsAt(issuer)).toEqual([body.uuid?.toLowerCase()]);
  });

  it('422: gets a refusal that points to the field, if the customer can correct it', async () => {
    await use(issuer);
    const sale = await api.buy();
    const receptor = { ...UNIVERSIDAD, nombre: 'UNIVERSIDAD DEL ROBOT' };
    const answer = await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [sale], receptor });
    expect(answer.status).toBe(422);
    const { code, errors } = await read<{ code: string; errors: { pointer: string }[] }>(answer);
    expect([code, errors[0]?.pointer]).toEqual(['sat-refused-receptor', '/receptor/nombre']);
  });
});

describe('a document that certainly never arrived', () => {
  it('201: is sent to Facturapi again under the same key', async () => {
    await use('facturapi');
    const { body } = await invoiceWithWorker('SIM-ERROR-ANTES');
    expect(await stampsAt('facturapi')).toEqual([body.uuid?.toLowerCase()]);
  });

  it('202: is never sent to Facturama again automatically: its merchant gets a notice, and the sale is not invoiced twice', async () => {
    await use('facturama');
    const { body } = await invoice('SIM-ERROR-ANTES');
    await api.move(10 / 1440);
    await moveClocks();
    await api.settle();
    // A worker that came between the two moves saw the clocks apart.
    const raised = (await notices()).filter(({ kind }) => kind !== 'clock-skew');
    expect(raised).toMatchObject([{ kind: 'invoice-waiting', subject: body.id }]);
    await api.move(2 / 24);
    await moveClocks();
    await api.settle();
    expect(await stateOf(body.id)).toBe('in-doubt');
    await api.move(3);
    await moveClocks();
    await api.settle();
    expect(await stateOf(body.id)).toBe('reconcile');
    expect((await notices()).map(({ kind }) => kind)).toContain('invoice-undecided');
    expect(await stampsAt('facturama')).toEqual([]);
  });
});

describe('a merchant who changes from one to the other', () => {
  it('503: cannot invoice without a CSD after going from an issuer to a PAC', async () => {
    await use('finkok');
    expect((await invoice()).status).toBe(503);
  });

  it('202: does not get a PAC for sealed XML as a second choice after an issuer', async () => {
    await use('facturapi');
    await use('finkok', 1);
    await setQuirk(at('facturapi'), 'rate-limited');
    const { status } = await invoice();
    expect(status).toBe(202);
    expect(await stampsAt('finkok')).toEqual([]);
  });
});
