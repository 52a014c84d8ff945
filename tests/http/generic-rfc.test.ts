import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { PortalView } from '../../server/http/portal/public-views.ts';
import { breakfast, read, readInvoice, readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const order = async (receptor: object, sold: object = {}) => ({ sales: [await api.buy(sold)], receptor });

describe('without an RFC of one’s own', () => {
  test.each([
    ['XAXX010101000', 'Juan Pérez Ñúñez', 'JUAN PÉREZ ÑÚÑEZ'],
    ['xexx 010101 000', 'Jane Doe', 'JANE DOE'],
  ])(
    '201: %s is stamped with the given name, and the régimen, uso and CP that the SAT prescribes',
    async (rfc, typed, nombre) => {
      const receptor = { rfc, nombre: typed, codigoPostal: '65000', regimenFiscal: '605', usoCfdi: 'G03' };
      const sold = await order(receptor, { branch: 'tijuana' });
      const invoice = await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, sold), 201);
      const cfdi = readCfdi((await api.stamp(invoice.uuid ?? ''))?.xml ?? '');

      if (cfdi.kind !== 'cfdi') throw new Error('no CFDI');
      const { comprobante } = cfdi.file;
      expect(comprobante.receptor).toMatchObject({
        nombre,
        codigoPostal: '22000',
        regimenFiscal: '616',
        usoCfdi: 'S01',
      });
      expect(comprobante.lugarExpedicion).toBe('22000');
      expect(comprobante).not.toHaveProperty('informacionGlobal');
    },
  );

  test('200: a name is all that has to be typed', async () => {
    const shown = await api.post(
      `/v1/portals/${DEMO_PORTAL}/invoices/preview`,
      await order({ rfc: 'XAXX010101000', nombre: 'Juan Pérez' }),
    );

    expect(shown.status).toBe(200);
  });

  test.each(['PUBLICO EN GENERAL', 'Público en general', ' publico  en   GENERAL '])(
    '422: «%s» is not a name',
    async (nombre) => {
      for (const rfc of ['XAXX010101000', 'XEXX010101000']) {
        const problem = await readProblem(
          await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, await order({ rfc, nombre })),
          422,
        );
        expect(problem.errors).toMatchObject([{ pointer: '/receptor/nombre', code: 'nombre-publico-en-general' }]);
        expect(problem.errors[0]?.detail).toContain('factura global');
      }
    },
  );

  test('422: without a name there is no receipt', async () => {
    const problem = await readProblem(
      await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, await order({ rfc: 'XAXX010101000', nombre: ' ' })),
      422,
    );
    expect(problem.errors).toMatchObject([{ pointer: '/receptor/nombre', code: 'nombre-required' }]);
  });
});

describe('where it is offered', () => {
  test('200: always in test, so that merchants can try their portals', async () => {
    await api.change('jacaranda-cafeteria', { allowNoRfc: false });

    expect(await read<PortalView>(await api.request('/v1/portals/jacaranda-cafeteria'))).toMatchObject({ noRfc: true });
  });

  test.each([
    ['foreigners without an RFC, and no others', { allowNoRfc: false, allowForeign: true }, [422, 200]],
    ['people without an RFC, but no foreigners', { allowNoRfc: true, allowForeign: false }, [200, 422]],
  ])('200 and 422: in live to %s, if the portal says so', async (who, choice, statuses) => {
    const slug = `viva-${who.slice(0, 4)}`;
    const { store } = api.services.invoicing;
    const portal = await store.portals.getPortal(DEMO_PORTAL);
    if (!portal) throw new Error('no portal');
    await store.portals.putPortal({ ...portal, slug, world: 'live', settings: { ...portal.settings, ...choice } });
    const authorization = `Bearer ${await api.createKey({ world: 'live' })}`;
    await api.post('/v1/sales', breakfast(slug, api.now()), { authorization });
    const [sale] = await api.search({ folio: slug, total: '348' }, slug);
    const ask = async (rfc: string) =>
      (
        await api.post(`/v1/portals/${slug}/invoices/preview`, {
          sales: [sale?.token],
          receptor: { rfc, nombre: 'JANE DOE' },
        })
      ).status;

    expect([await ask('XAXX010101000'), await ask('XEXX010101000')]).toEqual(statuses);
    expect(await read<PortalView>(await api.request(`/v1/portals/${slug}`))).toMatchObject({
      noRfc: choice.allowNoRfc,
      foreigners: choice.allowForeign,
    });
  });

  test.each([
    [false, 422],
    [true, 200],
  ])('in live only if the portal says so (allowNoRfc %s answers %i)', async (allowNoRfc, status) => {
    const slug = `viva-${allowNoRfc}`;
    const { store } = api.services.invoicing;
    const portal = await store.portals.getPortal(DEMO_PORTAL);
    if (!portal) throw new Error('no portal');
    await store.portals.putPortal({ ...portal, slug, world: 'live', settings: { ...portal.settings, allowNoRfc } });
    const authorization = `Bearer ${await api.createKey({ world: 'live' })}`;
    await api.post('/v1/sales', breakfast(`VIVA-${allowNoRfc}`, api.now()), { authorization });
    const [sale] = await api.search({ folio: `VIVA-${allowNoRfc}`, total: '348' }, slug);
    const receptor = { rfc: 'XAXX010101000', nombre: 'JUAN PEREZ' };
    const answer = await api.post(`/v1/portals/${slug}/invoices/preview`, { sales: [sale?.token], receptor });

    expect(answer.status).toBe(status);
    expect(await read<PortalView>(await api.request(`/v1/portals/${slug}`))).toMatchObject({
      noRfc: allowNoRfc,
      world: 'live',
    });
    if (status === 422)
      expect((await readProblem(answer, 422)).errors).toMatchObject([
        { pointer: '/receptor/rfc', code: 'rfc-generic-not-offered' },
      ]);
  });
});
