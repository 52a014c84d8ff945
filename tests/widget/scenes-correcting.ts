/** The screens of a correction, from the invoice to the one that takes its place. */
import type { Scene } from './scenes-later.ts';
import { PLAN, problem, type Replies } from './stand-in.ts';
import { reachReview, type Visitor } from './visitor.ts';

async function openForm(v: Visitor): Promise<void> {
  await reachReview(v);
  v.press('Generar factura');
  await v.reads('Corregir un dato');
  v.press('Corregir un dato');
}

async function seeChanges(v: Visitor): Promise<void> {
  await openForm(v);
  await v.reads('Corrige tu factura');
  v.type('codigoPostal', '01210');
  v.press('Ver qué va a cambiar');
}

const { document: _, ...ASKED } = PLAN;
const byRequest: Replies = {
  'POST invoices/correct/preview': {
    json: {
      ...ASKED,
      how: 'request',
      changes: [
        { field: 'rfc', from: 'XAMA620210DQ5', to: 'CTE950627K46' },
        { field: 'nombre', from: 'ALBA XKARAJAM MENDEZ', to: 'COMERCIALIZADORA TEODORIKAS' },
        { field: 'codigoPostal', from: '01219', to: '57740' },
        { field: 'regimenFiscal', from: '612', to: '601' },
        { field: 'usoCfdi', from: 'D10', to: 'G03' },
      ],
      detail:
        'Tu factura es de otro mes, así que Café Jacaranda tiene que aprobar el cambio. Verás la respuesta en el enlace de tu solicitud; mientras tanto, tu factura sigue vigente.',
    },
  },
};

export const CORRECTING_SCENES: readonly Scene[] = [
  {
    name: 'correct-form',
    play: async (v) => {
      await openForm(v);
      await v.reads('Corrige tu factura');
    },
  },
  {
    name: 'correct-nothing-changed',
    replies: {
      'POST invoices/correct/preview': ({ receptor }: { readonly receptor?: object }) =>
        receptor
          ? problem('nothing-to-correct', 'receptor', {
              status: 422,
              detail: 'Estos son los datos que ya tiene tu factura. Cambia el que esté mal.',
            })
          : { json: { receptor: PLAN.receptor, changes: [] } },
    },
    play: async (v) => {
      await seeChanges(v);
      await v.reads('Cambia el que esté mal');
    },
  },
  {
    name: 'correction',
    play: async (v) => {
      await seeChanges(v);
      await v.reads('Revisa la corrección');
    },
  },
  {
    name: 'correction-request',
    replies: byRequest,
    play: async (v) => {
      await seeChanges(v);
      await v.reads('Si la aprueba');
    },
  },
  {
    name: 'corrected',
    play: async (v) => {
      await seeChanges(v);
      await v.reads('Corregir mi factura');
      v.press('Corregir mi factura');
      await v.reads('Usa solo la nueva');
    },
  },
  {
    name: 'not-correctable',
    replies: {
      'POST invoices/correct/preview': problem('correction-related', 'merchant', {
        detail:
          'Hay una nota de crédito, un pago u otro documento vigente relacionado con esta factura, así que no se puede corregir aquí. Pídele ayuda al comercio.',
      }),
    },
    play: async (v) => {
      await openForm(v);
      await v.reads('Pídele ayuda al comercio');
    },
  },
];
