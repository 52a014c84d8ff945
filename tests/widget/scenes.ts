/** Every screen of the portal and the way to it: axe, narrow widths and screenshots all walk this list. */

import { CART_SCENES } from './scenes-cart.ts';
import { CORRECTING_SCENES } from './scenes-correcting.ts';
import { LATER_SCENES, type Scene } from './scenes-later.ts';
import { CAFE, problem, SALE } from './stand-in.ts';
import { findSale, giveReceptor, reachReview } from './visitor.ts';

export type { Scene };

const NOT_ANSWERING = problem('merchant-not-answering', 'later', {
  status: 503,
  detail:
    'El sistema del comercio no responde en este momento. Espera un minuto y búscala otra vez; lo que escribiste se conserva.',
});

export const scenes: readonly Scene[] = [
  { name: 'lookup', play: (v) => v.reads('Buscar mi compra') },
  {
    name: 'lookup-three-ways',
    replies: {
      'GET portal': {
        json: {
          ...CAFE,
          lookup: {
            ...CAFE.lookup,
            combinations: [
              ['folio', 'email'],
              ['folio', 'total'],
              ['date', 'total', 'cardLast4'],
            ],
          },
        },
      },
    },
    play: (v) => v.reads('Buscar mi compra'),
  },
  {
    name: 'lookup-missing-field',
    play: async (v) => {
      await v.reads('Buscar mi compra');
      v.press('Buscar mi compra');
      await v.reads('Revisa 2 datos');
    },
  },
  {
    name: 'not-found',
    replies: { 'POST sales/search': { json: { sales: [] } } },
    play: async (v) => {
      await findSale(v);
      await v.reads('No encontramos');
    },
  },
  {
    name: 'merchant-not-answering',
    replies: { 'POST sales/search': NOT_ANSWERING },
    play: async (v) => {
      await findSale(v);
      await v.reads('no responde');
    },
  },
  {
    name: 'too-many-tries',
    replies: {
      'POST sales/search': problem('too-many-attempts', 'later', {
        status: 429,
        detail: 'Hiciste muchos intentos. Espera un minuto y vuelve a buscar.',
      }),
    },
    play: async (v) => {
      await findSale(v);
      await v.reads('muchos intentos');
    },
  },
  {
    name: 'offline',
    replies: { 'POST sales/search': 'offline' },
    play: async (v) => {
      await findSale(v);
      await v.reads('Vuelve a intentarlo');
    },
  },
  {
    name: 'several',
    replies: {
      'POST sales/search': {
        json: {
          sales: [
            { ...SALE, token: 't1', folio: 'CJ-1046', total: '95.00' },
            { ...SALE, token: 't2', folio: 'CJ-1047', total: '1284.50' },
            {
              ...SALE,
              token: 't3',
              folio: 'CJ-1048',
              status: 'unpaid',
              reason: 'En cuanto se confirme tu pago podrás facturar aquí mismo.',
            },
          ],
        },
      },
    },
    play: async (v) => {
      await findSale(v);
      await v.reads('¿Qué quieres facturar?');
    },
  },
  {
    name: 'several-closed',
    replies: {
      'POST sales/search': {
        json: {
          sales: [
            { ...SALE, token: 't1', folio: 'CJ-1050', status: 'invoiced' },
            {
              ...SALE,
              token: 't2',
              folio: 'CJ-1056',
              status: 'late',
              reason: 'El plazo para facturar terminó el 31 de octubre. Puedes pedirla a Café Jacaranda.',
            },
            { ...SALE, token: 't3', folio: 'CJ-1052', status: 'closed', reason: 'La compra se devolvió o se canceló.' },
          ],
        },
      },
    },
    play: async (v) => {
      await findSale(v);
      await v.reads('Encontramos varios resultados');
    },
  },
  {
    name: 'receptor',
    replies: {
      'POST sales/search': { json: { sales: [{ ...SALE, folio: 'CJ-1043', total: '348.00', propina: '52.20' }] } },
    },
    play: async (v) => {
      await findSale(v);
      await v.reads('Tus datos fiscales');
    },
  },
  {
    name: 'receptor-filled',
    play: async (v) => {
      await findSale(v);
      await v.reads('Tus datos fiscales');
      v.type('rfc', 'xama620210dq5');
      v.type('nombre', 'Alba Xkarajam Méndez');
      v.type('codigoPostal', '01219');
      v.type('regimenFiscal', '612');
    },
  },
  {
    name: 'receptor-faults',
    replies: {
      'POST receptor/check': {
        json: {
          faults: [
            {
              field: 'nombre',
              pointer: '/receptor/nombre',
              code: 'nombre-mismatch',
              satCode: 'CFDI40145',
              detail:
                'El nombre no coincide con el que el SAT tiene para ese RFC. Escríbelo igual que en tu Constancia.',
            },
            {
              field: 'codigoPostal',
              pointer: '/receptor/codigoPostal',
              code: 'codigo-postal-mismatch',
              satCode: 'CFDI40148',
              detail: 'El código postal no es el de tu domicilio fiscal registrado en el SAT.',
            },
          ],
          suggestions: [
            {
              field: 'nombre',
              value: 'COMERCIALIZADORA TEODORIKAS',
              detail: 'El SAT lo tiene sin el tipo de sociedad.',
            },
          ],
          receptor: {},
        },
      },
    },
    play: async (v) => {
      await findSale(v);
      await giveReceptor(v, {
        rfc: 'CTE950627K46',
        nombre: 'Comercializadora Teodorikas SA de CV',
        regimenFiscal: '601',
      });
      await v.reads('Revisa 2 datos');
    },
  },
  {
    name: 'without-rfc',
    play: async (v) => {
      await findSale(v);
      await v.reads('No tengo RFC');
      v.press('No tengo RFC');
      await v.reads('no para deducir');
    },
  },
  { name: 'review', play: reachReview },
  {
    name: 'review-refused',
    replies: {
      'POST invoices': problem('pac-busy', 'review', {
        detail: 'El servicio de timbrado está ocupado. Vuelve a intentarlo en un momento.',
      }),
    },
    play: async (v) => {
      await reachReview(v);
      v.press('Generar factura');
      await v.reads('está ocupado');
    },
  },
  {
    name: 'issuing',
    replies: { 'POST invoices': 'never' },
    play: async (v) => {
      await reachReview(v);
      v.press('Generar factura');
      await v.reads('Estamos timbrando');
    },
  },
  ...LATER_SCENES,
  ...CORRECTING_SCENES,
  ...CART_SCENES,
];
