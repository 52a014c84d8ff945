import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { read, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const invoice = async (branch: string): Promise<InvoiceView> => {
  const sales = [await api.buy({ branch })];
  return read(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales, receptor: UNIVERSIDAD }));
};

test('201: a branch with its own serie is numbered separately from 1, without gaps even under simultaneous requests; the others keep the portal’s', async () => {
  await invoice('tijuana');
  await api.change(DEMO_PORTAL, { branches: { tijuana: { serie: 'TJ' } } });
  const branches = ['tijuana', 'roma', 'tijuana', 'tijuana', 'roma', 'tijuana'];
  const invoices = await Promise.all(branches.map(invoice));
  const foliosOf = (serie: string) =>
    invoices
      .filter((one) => one.serie === serie)
      .map(({ folio }) => Number(folio))
      .sort((a, b) => a - b);
  expect(foliosOf('TJ')).toEqual([1, 2, 3, 4]);
  const [first = 0, ...others] = foliosOf('CJ');
  expect(others).toEqual([first + 1]);
});

test('201: a number released by a refused attempt is used again in its branch’s serie', async () => {
  await api.change(DEMO_PORTAL, { branches: { tijuana: { serie: 'TK' } } });
  await api.fault({ fault: 'reject', code: 'CFDI40145' });
  const sale = await api.buy({ branch: 'tijuana' });
  const ask = () => api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [sale], receptor: UNIVERSIDAD });
  expect((await ask()).status).toBeGreaterThanOrEqual(400);
  await api.heal();
  expect(await read<InvoiceView>(await ask())).toMatchObject({ serie: 'TK', folio: '1' });
  expect(await invoice('tijuana')).toMatchObject({ serie: 'TK', folio: '2' });
});
