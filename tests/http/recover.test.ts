import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const RECOVER = `/v1/portals/${DEMO_PORTAL}/invoices/recover`;
const HERE = { 'x-forwarded-for': '203.0.113.9' };
const recover = (sale: string, rfc: string, codigoPostal: string, headers = {}): Promise<Response> =>
  api.post(RECOVER, { sale, rfc, codigoPostal }, headers);

async function invoiced() {
  const sale = await api.buy();
  const order = { sales: [sale], receptor: UNIVERSIDAD };
  return { sale, invoice: await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, order), 201) };
}

test('200: the RFC and the postal code of an invoice open it again, however they are typed', async () => {
  const { sale, invoice } = await invoiced();

  expect(await readInvoice(await recover(sale, ' ure180429-tm6', '65 000'), 200)).toEqual(invoice);
});

test.each([
  ['another RFC', 'XAMA620210DQ5', '65000'],
  ['another postal code', 'URE180429TM6', '06700'],
  ['neither', '', ''],
])('403: %s opens nothing, and does not say which was wrong', async (_, rfc, codigoPostal) => {
  const { sale, invoice } = await invoiced();
  const answer = await recover(sale, rfc, codigoPostal);
  const text = await answer.clone().text();

  expect(await readProblem(answer, 403)).toMatchObject({ code: 'proof-mismatch', errors: [] });
  expect(text).not.toContain(invoice.uuid);
  expect(text).not.toContain(invoice.id);
});

test('403: a wrong RFC and a wrong postal code are answered with the same bytes', async () => {
  const { sale } = await invoiced();

  expect(await (await recover(sale, 'XAMA620210DQ5', '65000')).text()).toBe(
    await (await recover(sale, UNIVERSIDAD.rfc, '01219')).text(),
  );
});

test('403: a sale that is not invoiced has nothing to open', async () => {
  await readProblem(await recover(await api.buy(), UNIVERSIDAD.rfc, '65000'), 403);
});

test('429: after five wrong answers from one address even the right one costs a proof of work; 200: the next day it does not', async () => {
  const { sale, invoice } = await invoiced();
  for (let tried = 0; tried < 5; tried++)
    await readProblem(await recover(sale, UNIVERSIDAD.rfc, `0670${tried}`, HERE), 403);
  const refused = await recover(sale, UNIVERSIDAD.rfc, '65000', HERE);

  expect((await readProblem(refused, 429)).code).toBe('proof-of-work');
  await api.move(0.9);
  try {
    expect((await readInvoice(await recover(sale, UNIVERSIDAD.rfc, '65000', HERE), 200)).id).toBe(invoice.id);
  } finally {
    await api.move(-0.9);
  }
});

test('403: of many simultaneous guesses from many addresses, no more than ten are checked', async () => {
  const { sale } = await invoiced();
  const guesses = Array.from({ length: 30 }, (_, index) => recover(sale, UNIVERSIDAD.rfc, String(64990 + index)));
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);

  expect(statuses.filter((status) => status === 403)).toHaveLength(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(20);
});

test('200: right proofs do not count as tries', async () => {
  const { sale } = await invoiced();
  for (let times = 0; times < 8; times++) expect((await recover(sale, UNIVERSIDAD.rfc, '65000')).status).toBe(200);
});

test('404: without a found sale there is nothing to prove', async () => {
  expect((await readProblem(await recover('x', UNIVERSIDAD.rfc, '65000'), 404)).code).toBe('unknown-token');
});

test('200: an invoice to a generic RFC opens with the name it was requested with; 403: not with a postal code that everybody knows', async () => {
  const sale = await api.buy();
  const receptor = { ...UNIVERSIDAD, rfc: 'XAXX010101000', nombre: 'Juan Pérez' };
  const invoice = await readInvoice(
    await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [sale], receptor }),
    201,
  );

  await readProblem(await recover(sale, 'XAXX010101000', '06700'), 403);
  const proof = { sale, rfc: 'XAXX010101000', nombre: ' juan  pérez' };
  expect(await readInvoice(await api.post(RECOVER, proof), 200)).toEqual(invoice);
});

test('200: opens while a stranger’s questions to the register about the same sale have no answer yet', async () => {
  const { sale, invoice } = await invoiced();
  const { tokens, limits } = api.services;
  const shown = tokens.readSaleToken(sale, api.now());
  if (shown.kind !== 'token') throw new Error('no token');
  const { saleId } = shown.token;
  const own = tokens.saleToken({ ...shown.token, kind: 'found' }, api.now());
  let answer = (_: 'match'): void => {};
  let asked = 0;
  const register = new Promise<'match'>((resolve) => {
    answer = resolve;
  });
  const ask = () => {
    asked += 1;
    return register;
  };
  const stranger = { saleId, strength: 'found', address: '203.0.113.5' } as const;
  const questions = Array.from({ length: 10 }, () =>
    limits.askRegisterOnce(stranger, api.now(), ask, (said) => said !== 'match'),
  );
  await expect.poll(() => asked).toBeGreaterThan(0);

  expect((await readInvoice(await recover(own, UNIVERSIDAD.rfc, '65000'), 200)).id).toBe(invoice.id);
  answer('match');
  expect(await Promise.all(questions)).toEqual(Array(10).fill('match'));
});
