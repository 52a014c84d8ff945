/** The demo's sales, dated relative to the day of seeding: one for every state of a purchase. */

import { dayIn, localDate, localDateTime } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import { formatMicro, multiply, sum, toMicro } from '../cfdi/money.ts';
import type { SaleWire } from '../sales/sale-wire.ts';

type Line = SaleWire['conceptos'][number];
type Impuesto = NonNullable<Line['impuestos']>[number];

const iva = (tasaOCuota: string): Impuesto => ({ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota });
const ieps = (tasaOCuota: string): Impuesto => ({ tipo: 'traslado', impuesto: '003', tipoFactor: 'Tasa', tasaOCuota });
const IVA_0 = [iva('0.000000')];
const IVA_16 = [iva('0.160000')];

function line(
  claveProdServ: string,
  descripcion: string,
  cantidad: string,
  valorUnitario: string,
  impuestos: readonly Impuesto[],
  more: Partial<Line> = {},
): Line {
  return {
    claveProdServ,
    descripcion,
    claveUnidad: 'H87',
    unidad: 'Pieza',
    cantidad,
    valorUnitario,
    impuestos: [...impuestos],
    ...more,
  };
}

const coffee = (cantidad: string): Line =>
  line('50201706', 'Café de altura en grano, Coatepec, 500 g', cantidad, '189.00', IVA_0, {
    noIdentificacion: 'CAF-500',
  });
const mug = line('52152101', 'Taza de barro esmaltado', '1', '149.00', IVA_16, { noIdentificacion: 'TAZ-01' });
const breakfast = (more: Partial<Line> = {}): Line =>
  line('90101501', 'Desayuno completo', '2', '174.00', IVA_16, {
    claveUnidad: 'E48',
    unidad: 'Servicio',
    noIdentificacion: 'DES-02',
    ...more,
  });
const service = (
  claveProdServ: string,
  descripcion: string,
  price: string,
  impuestos: readonly Impuesto[] = IVA_16,
): Line => line(claveProdServ, descripcion, '1', price, impuestos, { claveUnidad: 'E48', unidad: 'Servicio' });

/** A local instant some days before today, as an ISO date. */
function ago(now: number, days: number, time: string, codigoPostal: string): string {
  const zone = issueZone(codigoPostal);
  const day = localDate(now - days * 86_400_000, zone);
  return instant(day, time, zone);
}

/** The last local day of last month. */
function lastDayOfLastMonth(now: number, time: string, codigoPostal: string): string {
  const zone = issueZone(codigoPostal);
  const [year = 0, month = 1] = localDate(now, zone).split('-').map(Number);
  return instant(new Date(Date.UTC(year, month - 1, 0)).toISOString().slice(0, 10), time, zone);
}

function dayOfLastMonth(now: number, day: number, time: string, codigoPostal: string): string {
  const last = lastDayOfLastMonth(now, time, codigoPostal);
  return instant(
    `${localDate(Date.parse(last), issueZone(codigoPostal)).slice(0, 8)}${day}`,
    time,
    issueZone(codigoPostal),
  );
}

function instant(day: string, time: string, zone: string): string {
  const [start] = dayIn(day, zone);
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const guess = start + (hours * 60 + minutes) * 60_000;
  // Where a clock change falls in between, the wall time decides.
  const drift = Date.parse(`${day}T${time}:00Z`) - Date.parse(`${localDateTime(guess, zone)}Z`);
  return new Date(guess + drift).toISOString();
}

/** Two months and some days ago at least: past any deadline of the demo. */
const LONG_AGO_DAYS = 92;

/** What Café Jacaranda's sales at its first branch have in common. */
function atRoma(now: number) {
  const base = { branch: 'roma', formaPago: '04', email: 'ana@example.com' };
  return {
    roma: (days: number, time: string): string => ago(now, days, time, '06700'),
    base,
    breakfastSale: { ...base, total: '348.00', conceptos: [breakfast()] },
  };
}

/** Café Jacaranda's sales, in the order of the cast. */
export function jacarandaSales(now: number): readonly SaleWire[] {
  const { roma, base, breakfastSale } = atRoma(now);
  const three = { ...base, email: 'tres@example.com', formaPago: '28' };
  return [
    {
      ...base,
      folio: 'CJ-1042',
      date: roma(1, '10:12'),
      total: '527.00',
      cardLast4: '4242',
      conceptos: [coffee('2'), mug],
    },
    {
      ...breakfastSale,
      folio: 'CJ-1043',
      date: roma(1, '09:40'),
      formaPago: '28',
      cardLast4: '1881',
      propina: '52.20',
    },
    {
      ...base,
      folio: 'CJ-1044',
      date: roma(2, '18:05'),
      total: '668.00',
      conceptos: [
        line('50161813', 'Chocolate de mesa, tablilla', '4', '42.00', [ieps('0.080000'), ...IVA_0]),
        line('50202203', 'Vino tinto, Valle de Guadalupe', '1', '500.00', [ieps('0.265000'), ...IVA_16]),
      ],
    },
    {
      ...breakfastSale,
      formaPago: undefined,
      folio: 'CJ-1045',
      date: roma(2, '11:20'),
      pagos: [
        { formaPago: '04', importe: '300.00' },
        { formaPago: '01', importe: '48.00' },
      ],
    },
    { ...three, folio: 'CJ-1046', date: roma(5, '08:50'), total: '174.00', conceptos: [breakfast({ cantidad: '1' })] },
    { ...three, folio: 'CJ-1047', date: roma(4, '08:55'), total: '189.00', conceptos: [coffee('1')] },
    { ...three, folio: 'CJ-1048', date: roma(3, '09:05'), total: '149.00', conceptos: [mug] },
    {
      ...base,
      folio: 'CJ-1049',
      date: roma(3, '20:31'),
      total: '563.40',
      descuento: '62.60',
      conceptos: [coffee('2'), mug, service('78102203', 'Envío a domicilio', '99.00')],
    },
    { ...breakfastSale, folio: 'CJ-1050', date: roma(4, '10:02') },
    {
      ...breakfastSale,
      folio: 'CJ-1051',
      date: roma(1, '12:15'),
      conceptos: [breakfast({ noIdentificacion: 'SIM-RESPUESTA-PERDIDA' })],
    },
    { ...breakfastSale, folio: 'CJ-1052', date: roma(6, '13:00'), estado: 'cancelada' },
    // 527.00, of which the mug was returned: the rest is invoiced.
    { ...base, folio: 'CJ-1053', date: roma(6, '13:30'), total: '378.00', conceptos: [coffee('2')] },
    ...oddSales(now),
  ];
}

/** The last of the cast: unpaid, old, of another time zone, long, at the limit of cash, and in dollars. */
function oddSales(now: number): readonly SaleWire[] {
  const { roma, base, breakfastSale } = atRoma(now);
  return [
    { ...breakfastSale, folio: 'CJ-1054', date: roma(0, '00:30'), formaPago: '01', estado: 'pendiente' },
    // In the first half of its month, of which the demo makes the factura global: no other sale of the cast is from then.
    { ...breakfastSale, folio: 'CJ-1055', date: dayOfLastMonth(now, 15, '11:00', '06700') },
    { ...breakfastSale, folio: 'CJ-1056', date: roma(LONG_AGO_DAYS, '10:00') },
    {
      ...breakfastSale,
      folio: 'TJ-0207',
      branch: 'tijuana',
      date: lastDayOfLastMonth(now, '23:40', '22000'),
      formaPago: '01',
    },
    longSale(roma(2, '16:00')),
    {
      ...base,
      folio: 'CJ-1058',
      date: roma(2, '09:15'),
      total: '1000.00',
      conceptos: [service('90101603', 'Coffee break para 8 personas', '1000.00')],
    },
    {
      ...base,
      folio: 'CJ-1059',
      date: roma(2, '09:20'),
      total: '1000.01',
      conceptos: [service('90101603', 'Coffee break para 8 personas', '1000.01')],
    },
    {
      ...base,
      folio: 'CJ-1060',
      date: roma(2, '15:45'),
      total: '40.00',
      moneda: 'USD',
      tipoCambio: '18.4512',
      conceptos: [service('86101700', 'Tasting class in English', '40.00')],
    },
  ];
}

const PANTRY = [
  'Jamón ibérico "Bellota"',
  'Piñón & nuez de la India',
  'Cigüeña, vino de naranja',
  'Queso Ñandú 200 g',
  'Té «Lapsang», lata',
  'Galletas l’Étoile',
];

/** Forty-two lines with Ñ, & and quotes: a PDF of two pages. */
function longSale(date: string): SaleWire {
  const conceptos = Array.from({ length: 42 }, (_, index) =>
    line(
      '50192100',
      `${PANTRY[index % PANTRY.length]} · n.º ${index + 1}`,
      String(1 + (index % 3)),
      `${35 + index}.50`,
      index % 2 ? IVA_16 : IVA_0,
      { noIdentificacion: `DES-${100 + index}` },
    ),
  );
  return {
    folio: 'CJ-1057',
    branch: 'roma',
    date,
    formaPago: '03',
    email: 'ana@example.com',
    total: totalOf(conceptos),
    conceptos,
  };
}

/** La Milpa, El Yunque, the designer, and the car park at the orchard. */
export function otherSales(now: number): Readonly<Record<string, readonly SaleWire[]>> {
  const screws = Array.from({ length: 22 }, (_, index) =>
    line('31161504', `Tornillo H&E ${index + 4} mm, caja`, '1', `${30 + index}.50`, IVA_16),
  );
  const hardware = [
    ...screws,
    line(
      '27111602',
      'Martillo de uña 16 oz',
      '1',
      formatMicro(toMicro('1284.50') - toMicro(totalOf(screws)), 2),
      IVA_16,
    ),
  ];
  return {
    'el-yunque': [
      { folio: 'EY-23', date: ago(now, 1, '17:20', '06002'), formaPago: '01', total: '1284.50', conceptos: hardware },
    ],
    'la-milpa': [
      {
        folio: 'LM-88',
        date: ago(now, 1, '21:10', '40501'),
        formaPago: '04',
        email: 'ana@example.com',
        total: '870.00',
        propina: '130.50',
        conceptos: [service('90101501', 'Consumo de alimentos', '870.00')],
      },
    ],
    'ingrid-xodar': [
      {
        folio: 'pi_3QX7',
        date: ago(now, 3, '12:00', '76028'),
        formaPago: '04',
        email: 'cliente@example.com',
        total: '11600.00',
        conceptos: [service('82141505', 'Diseño de identidad gráfica', '11600.00')],
      },
    ],
    'huerta-watember': [
      {
        folio: 'E-4571',
        date: ago(now, 0, '00:10', '66023'),
        formaPago: '01',
        total: '45.00',
        conceptos: [service('78111807', 'Estacionamiento, 3 horas', '45.00')],
      },
    ],
  };
}

function totalOf(conceptos: readonly Line[]): string {
  return formatMicro(
    sum(conceptos.map(({ cantidad, valorUnitario }) => multiply(toMicro(cantidad), toMicro(valorUnitario)))),
    2,
  );
}
