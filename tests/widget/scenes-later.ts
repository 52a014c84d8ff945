/** The screens behind «Generar factura», and those on which a portal stops. */
import {
  CAFE,
  ENDLESS,
  GUARDED,
  MAILED,
  PENDING,
  PREVIEW,
  problem,
  REQUESTED,
  type Replies,
  SALE,
} from './stand-in.ts';
import { findSale, reachReview, type Visitor } from './visitor.ts';

export type Scene = {
  readonly name: string;
  readonly replies?: Replies;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Seconds pass a hundred times faster. */
  readonly hurried?: boolean;
  readonly play: (visitor: Visitor) => Promise<void>;
};

const stoppedAs = (status: string, reason: string): Replies => ({
  'POST sales/search': { json: { sales: [{ ...SALE, status, reason }] } },
});

export const LATER_SCENES: readonly Scene[] = [
  {
    name: 'pending',
    hurried: true,
    replies: { 'POST invoices': { status: 202, json: PENDING }, 'GET invoice': { json: PENDING } },
    play: async (v) => {
      await reachReview(v);
      v.press('Generar factura');
      await v.reads('Copiar enlace');
    },
  },
  {
    name: 'issued',
    play: async (v) => {
      await reachReview(v);
      v.press('Generar factura');
      await v.reads('Tu factura está lista');
    },
  },
  {
    name: 'issued-mailed',
    replies: { 'POST invoices': { status: 201, json: MAILED } },
    play: async (v) => {
      await reachReview(v);
      v.press('Generar factura');
      await v.reads('La enviaremos a');
    },
  },
  {
    name: 'issued-mail-refused',
    replies: {
      'POST invoices': { status: 201, json: MAILED },
      'POST email': problem('mail-limit', 'later', {
        status: 429,
        detail: 'Ya enviamos esta factura a varios correos. Descárgala y envíala tú.',
      }),
    },
    play: async (v) => {
      await reachReview(v);
      v.press('Generar factura');
      await v.reads('Enviar a otro correo');
      v.press('Enviar a otro correo');
      v.type('email', 'otra@example.com');
      v.all$('form button').at(0)?.click();
      await v.reads('a varios correos');
    },
  },
  {
    name: 'issued-without-mail',
    replies: { 'GET portal': { json: { ...CAFE, sendsMail: false } } },
    play: async (v) => {
      await reachReview(v);
      v.press('Generar factura');
      await v.reads('Tu factura está lista');
    },
  },
  {
    name: 'unpaid',
    replies: stoppedAs('unpaid', 'Tu comprobante de OXXO puede tardar hasta 24 horas en confirmarse.'),
    play: async (v) => {
      await findSale(v);
      await v.reads('aún no se confirma');
    },
  },
  {
    name: 'late',
    replies: stoppedAs(
      'late',
      'El plazo de Café Jacaranda terminó el 31 de octubre de 2026. Todavía puedes enviarle una solicitud.',
    ),
    play: async (v) => {
      await findSale(v);
      await v.reads('El plazo para facturar terminó');
    },
  },
  {
    name: 'in-global',
    replies: stoppedAs(
      'in-global',
      'Tu compra entró en la factura global de octubre. El comercio puede sacarla de ahí y facturártela.',
    ),
    play: async (v) => {
      await findSale(v);
      await v.reads('factura global');
    },
  },
  {
    name: 'closed',
    replies: stoppedAs('closed', 'La compra se reembolsó por completo el 18 de noviembre.'),
    play: async (v) => {
      await findSale(v);
      await v.reads('ya no se puede facturar');
    },
  },
  {
    name: 'proof',
    replies: stoppedAs('invoiced', ''),
    play: async (v) => {
      await findSale(v);
      await v.reads('ya tiene factura');
    },
  },
  {
    name: 'proof-mismatch',
    replies: {
      ...stoppedAs('invoiced', ''),
      'POST invoices/recover': problem('proof-mismatch', 'lookup', {
        status: 403,
        detail: 'Esos datos no son los de la factura. Te quedan 4 intentos hoy.',
      }),
    },
    play: async (v) => {
      await findSale(v);
      await v.reads('ya tiene factura');
      v.type('rfc', 'URE180429TM6');
      v.type('codigoPostal', '65000');
      v.press('Ver mi factura');
      await v.reads('Te quedan 4');
    },
  },
  {
    name: 'guarded',
    replies: { 'POST sales/search': { json: { sales: [GUARDED] } } },
    play: async (v) => {
      await findSale(v);
      await v.reads('Encontramos tu compra');
    },
  },
  {
    name: 'guarded-mismatch',
    replies: {
      'POST sales/search': { json: { sales: [GUARDED] } },
      'POST sales/prove': problem('second-proof-mismatch', 'lookup', {
        status: 403,
        errors: [
          {
            pointer: '/cardLast4',
            code: 'second-proof-mismatch',
            detail: 'No coincide. Revísalo en lo que te dieron al pagar.',
          },
        ],
      }),
    },
    play: async (v) => {
      await findSale(v);
      await v.reads('Encontramos tu compra');
      v.type('cardLast4', '1111');
      v.press('Ver mi compra');
      await v.reads('No coincide');
    },
  },
  {
    name: 'guarded-without-proof',
    replies: { 'POST sales/search': { json: { sales: [{ ...GUARDED, proof: undefined }] } } },
    play: async (v) => {
      await findSale(v);
      await v.reads('Pedir mi factura al comercio');
    },
  },
  {
    name: 'proving',
    replies: { 'POST sales/search': problem('proof-of-work', 'later', { status: 429, challenge: ENDLESS }) },
    play: async (v) => {
      await findSale(v);
      await v.reads('Un momento, estamos comprobando');
    },
  },
  {
    name: 'request-form',
    replies: stoppedAs('late', 'El plazo de Café Jacaranda terminó el 31 de octubre.'),
    play: async (v) => {
      await findSale(v);
      await v.reads('Enviar mi solicitud');
      v.press('Enviar mi solicitud');
      await v.reads('Tus datos fiscales');
    },
  },
  { name: 'requested', replies: merchantMustFix('open'), play: follow('revisará tu solicitud') },
  { name: 'request-accepted', replies: merchantMustFix('accepted'), play: followAgain('aceptó tu solicitud') },
  { name: 'request-declined', replies: merchantMustFix('declined'), play: followAgain('no pudo aceptar') },
  {
    name: 'link-expired',
    attributes: { token: 'tok_old' },
    replies: {
      'GET sale': problem('link-expired', 'lookup', {
        status: 404,
        detail: 'Este enlace caducó. Puedes buscar tu compra con los datos del ticket.',
      }),
    },
    play: (v) => v.reads('ya no funciona'),
  },
  {
    name: 'portal-off',
    replies: { 'GET portal': { json: { ...CAFE, enabled: false } } },
    play: (v) => v.reads('no está disponible'),
  },
  { name: 'unreachable', replies: { 'GET portal': 'offline' }, play: (v) => v.reads('Volver a intentar') },
  {
    name: 'many-lines',
    replies: {
      'POST invoices/preview': {
        json: {
          ...PREVIEW,
          conceptos: Array.from({ length: 42 }, (_, n) => ({
            descripcion: `Muñeca «Ñandú» & compañía, modelo ${n + 1}`,
            cantidad: '1',
            valorUnitario: '10.00',
            importe: '10.00',
          })),
          notes: ['La propina de $52.20 MXN no se factura.'],
        },
      },
    },
    play: async (v) => {
      await reachReview(v);
      v.press('Ver los 42');
    },
  },
];

function merchantMustFix(status: 'open' | 'accepted' | 'declined'): Replies {
  const detail = 'Tuvimos un problema de nuestro lado; tu solicitud quedó guardada y la verás en este enlace.';
  const reason = {
    open: detail,
    accepted: 'Listo, ampliamos el plazo.',
    declined: 'La compra es de un ejercicio ya cerrado.',
  }[status];
  return {
    'POST invoices': problem('merchant-must-fix', 'merchant', { detail, request: REQUESTED }),
    'GET request': { json: { ...REQUESTED, status, ...(status === 'declined' && { answer: reason }) } },
  };
}

function follow(words: string): Scene['play'] {
  return async (v) => {
    await reachReview(v);
    v.press('Generar factura');
    await v.reads(words);
  };
}

function followAgain(words: string): Scene['play'] {
  return async (v) => {
    await follow('revisará tu solicitud')(v);
    v.press('Revisar de nuevo');
    await v.reads(words);
  };
}
