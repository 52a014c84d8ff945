/** The screens of several purchases on as few invoices as fit. */
import type { Scene } from './scenes-later.ts';
import { PREVIEW, problem, type Replies, SALE, STAMPED } from './stand-in.ts';
import { findSale, giveReceptor, type Visitor } from './visitor.ts';

const DOLLARS = { ...SALE, token: 'tok_1060', folio: 'CJ-1060', total: '40.00', moneda: 'USD' };
const FREIGHT = { ...SALE, token: 'tok_1061', folio: 'CJ-1061', total: '348.00' };
const detail = 'Tu empresa debe retener impuestos por el flete; Café Jacaranda confirmará tu factura.';

const mixed: Replies = {
  'POST sales/search': { json: { sales: [SALE, DOLLARS, FREIGHT] } },
  'POST invoices/preview': problem('sales-do-not-mix', 'lookup', { status: 422 }),
  'POST carts/preview': {
    json: {
      documents: [
        { sales: [SALE.token], preview: PREVIEW },
        { sales: [DOLLARS.token], preview: { ...PREVIEW, total: '40.00', moneda: 'USD' } },
        {
          sales: [FREIGHT.token],
          preview: { ...PREVIEW, total: '348.00', request: { reason: 'retention', detail } },
        },
      ],
    },
  },
  'POST carts': {
    status: 201,
    json: {
      documents: [
        { sales: [SALE.token], invoice: { ...STAMPED, mailedTo: ['a•••@example.com'] } },
        { sales: [DOLLARS.token], invoice: { ...STAMPED, id: 'inv_9', folio: '319', total: '40.00', moneda: 'USD' } },
        {
          sales: [FREIGHT.token],
          problem: { code: 'needs-merchant', detail, request: { id: 'req_3', links: { self: '/v1/requests/req_3' } } },
        },
      ],
    },
  },
};

async function chooseAll(v: Visitor): Promise<void> {
  await findSale(v);
  await v.reads('¿Qué quieres facturar?');
  for (const box of v.all$<HTMLInputElement>('input[type=checkbox]')) if (!box.checked) box.click();
  v.press('Continuar');
  await v.reads('Tus datos fiscales');
}

export const CART_SCENES: readonly Scene[] = [
  { name: 'cart-data', replies: mixed, play: chooseAll },
  {
    name: 'cart-search',
    replies: mixed,
    play: async (v) => {
      await chooseAll(v);
      v.press('Agregar algo más a esta factura');
      await v.reads('Ya está en tu factura:');
    },
  },
  {
    name: 'cart-review',
    replies: mixed,
    play: async (v) => {
      await chooseAll(v);
      await giveReceptor(v);
      await v.reads('Factura 3 de 3');
    },
  },
  {
    name: 'cart-issued',
    replies: mixed,
    play: async (v) => {
      await chooseAll(v);
      await giveReceptor(v);
      await v.reads('Generar las 3 facturas');
      v.press('Generar las 3 facturas');
      await v.reads('Tus facturas están listas');
    },
  },
];
