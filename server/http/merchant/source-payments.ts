/** A source's payment table: its words for how a sale was paid, and the FormaPago that each one means. */
import { z } from '@hono/zod-openapi';
import { formaPago as entryOf } from '../../catalogs/forma-pago.ts';
import { notOrdinary } from '../../catalogs/forma-pago-use.ts';
import { pointerStep } from '../../problems/pointer.ts';
import { type Fault, Problem } from '../../problems/problem.ts';
import { paymentDefaults } from '../../sources/intake/payment-table.ts';
import { changeSource } from '../../sources/set-up-source.ts';
import type { SourceAccount } from '../../sources/settings.ts';
import { paymentName, paymentsWire } from '../../sources/settings-wire.ts';
import type { ProblemSale } from '../../sources/source-store.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { intakeOf } from '../api/intake-of.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownSource } from './own-source.ts';

/** A payment table on the wire. */
export const paymentTableWire = z
  .object({
    own: paymentsWire,
    defaults: z
      .array(z.object({ key: z.string(), formaPago: z.string(), assumed: z.boolean() }))
      .openapi({ description: 'What applies without a row of the merchant’s own. `assumed` ones raise a notice.' }),
    unknown: z
      .array(z.object({ key: z.string(), text: z.string(), sales: z.int() }))
      .openapi({ description: 'The words for which sales wait, as they came; at most those of 100 sales.' }),
  })
  .openapi('PaymentTable');
const change = z
  .record(paymentName, paymentsWire.valueType.nullable())
  .openapi('PaymentTableChange', { description: 'c_FormaPago by `{source}:{method}`; `null` removes a row.' });

const one = {
  tags: ['Sources'],
  path: '/sources/{id}/payments',
  request: { params: z.object({ id: z.string().max(80) }) },
};
const read = merchantRoute('settings:read', {
  ...one,
  method: 'get',
  summary: 'Get the payment table: the merchant’s rows, the defaults, and the words that are in neither',
  responses: { 200: jsonAnswer(paymentTableWire, 'The table.'), ...REFUSAL },
});
const patch = merchantRoute('settings:write', {
  ...one,
  method: 'patch',
  summary: 'Change rows of the payment table',
  description:
    'The rows that you leave out stay. Sales that are not invoiced are rebuilt, and those that were waiting for a word are made.',
  request: { ...one.request, ...jsonBody(change) },
  responses: { 200: jsonAnswer(paymentTableWire, 'The table as it is now.'), ...REFUSAL },
});

const LISTED = 100;

/** The routes `/sources/{id}/payments`. */
export function sourcePaymentRoutes(services: Services) {
  const { store } = services.invoicing;
  const api = createMerchantApi(services);
  const view = async ({ id, type, settings }: SourceAccount): Promise<z.output<typeof paymentTableWire>> => ({
    own: { ...settings.payments },
    defaults: [...paymentDefaults(type)],
    unknown: unknownWords(await store.sources.problems(id, LISTED)),
  });
  api.openapi(read, async (c) => {
    const { tenant } = c.get('principal');
    return c.json(await view(await ownSource(services, tenant, c.req.valid('param').id)), 200);
  });
  api.openapi(patch, async (c) => {
    const account = await ownSource(services, c.get('principal').tenant, c.req.valid('param').id);
    const sent = c.req.valid('json');
    const faults = rowFaults(sent);
    if (faults.length > 0) throw new Problem('malformed-request', { faults });
    const rows = Object.entries({ ...account.settings.payments, ...sent });
    const payments = Object.fromEntries(rows.flatMap(([key, clave]) => (clave === null ? [] : [[key, clave]])));
    const deps = { ...services, intake: intakeOf(services) };
    return c.json(await view(await changeSource(deps, account, { settings: { payments } })), 200);
  });
  return api;
}

/** A row must say how a paid sale was paid; 99 and the like would make all its sales wait. */
function rowFaults(rows: z.output<typeof change>): readonly Fault[] {
  return Object.entries(rows).flatMap(([key, clave]) => {
    const isOrdinary = clave === null || (entryOf(clave) !== undefined && notOrdinary(clave) === undefined);
    return isOrdinary ? [] : [{ code: 'forma-pago-unknown', pointer: pointerStep(key) }];
  });
}

/** The words in no table, in the order of the queue, with how many sales wait for each. */
function unknownWords(problems: readonly ProblemSale[]): z.output<typeof paymentTableWire>['unknown'] {
  const words = new Map<string, { key: string; text: string; sales: number }>();
  for (const { params } of problems.flatMap(({ faults }) => faults.filter(({ code }) => code === 'tender-unknown'))) {
    const { key = '', text = '' } = params ?? {};
    words.set(key, { key, text, sales: (words.get(key)?.sales ?? 0) + 1 });
  }
  return [...words.values()];
}
