/** Sales as tills and shops make them, generated: any mix of taxes, 1–50 lines, discounts, prices with and without tax. */
import fc from 'fast-check';
import { formatMicro, type Micro, multiply, roundTo, sum, toMicro, ZERO } from '../../server/cfdi/money.ts';
import type { Sold, SoldConcepto, SoldImpuesto } from '../../server/cfdi/sold.ts';

const iva = (tasaOCuota: string): SoldImpuesto => ({
  tipo: 'traslado',
  impuesto: '002',
  tipoFactor: 'Tasa',
  tasaOCuota,
});
const ieps = (tasaOCuota: string): SoldImpuesto => ({
  tipo: 'traslado',
  impuesto: '003',
  tipoFactor: 'Tasa',
  tasaOCuota,
});
const cuota = (tasaOCuota: string): SoldImpuesto => ({
  tipo: 'traslado',
  impuesto: '003',
  tipoFactor: 'Cuota',
  tasaOCuota,
});
const exento: SoldImpuesto = { tipo: 'traslado', impuesto: '002', tipoFactor: 'Exento' };
const retencion = (impuesto: '001' | '002', tasaOCuota: string): SoldImpuesto => ({
  tipo: 'retencion',
  impuesto,
  tipoFactor: 'Tasa',
  tasaOCuota,
});

/** What is sold in Mexico and how it is taxed: key, description, taxes, and whether it is withheld from. */
const GOODS: readonly {
  clave: string;
  descripcion: string;
  unidad: string;
  objetoImp: string;
  impuestos: readonly SoldImpuesto[];
}[] = [
  {
    clave: '50201706',
    descripcion: 'Café en grano "Altura" 500 g',
    unidad: 'H87',
    objetoImp: '02',
    impuestos: [iva('0.000000')],
  },
  {
    clave: '52152002',
    descripcion: 'Taza de cerámica Ñandú',
    unidad: 'H87',
    objetoImp: '02',
    impuestos: [iva('0.160000')],
  },
  { clave: '90101501', descripcion: 'Desayuno completo', unidad: 'E48', objetoImp: '02', impuestos: [iva('0.160000')] },
  {
    clave: '50161813',
    descripcion: 'Chocolate de mesa',
    unidad: 'H87',
    objetoImp: '02',
    impuestos: [ieps('0.080000'), iva('0.000000')],
  },
  {
    clave: '50202203',
    descripcion: 'Vino tinto Valle & Costa',
    unidad: 'H87',
    objetoImp: '02',
    impuestos: [ieps('0.265000'), iva('0.160000')],
  },
  {
    clave: '50202306',
    descripcion: 'Refresco de cola',
    unidad: 'H87',
    objetoImp: '02',
    impuestos: [cuota('3.081800'), iva('0.160000')],
  },
  {
    clave: '50211502',
    descripcion: 'Cigarros con filtro',
    unidad: 'H87',
    objetoImp: '02',
    impuestos: [ieps('1.600000'), cuota('0.624500'), iva('0.160000')],
  },
  {
    clave: '50202201',
    descripcion: 'Cerveza artesanal',
    unidad: 'H87',
    objetoImp: '02',
    impuestos: [iva('0.160000'), ieps('0.265000')],
  },
  {
    clave: '50211502',
    descripcion: 'Cigarros en la frontera',
    unidad: 'H87',
    objetoImp: '02',
    impuestos: [cuota('0.624500'), iva('0.080000'), ieps('1.600000')],
  },
  {
    clave: '83111801',
    descripcion: 'Televisión de paga',
    unidad: 'E48',
    objetoImp: '02',
    impuestos: [ieps('0.030000'), iva('0.160000')],
  },
  {
    clave: '11191600',
    descripcion: 'Desperdicio de cobre',
    unidad: 'KGM',
    objetoImp: '02',
    impuestos: [iva('0.160000'), retencion('002', '0.160000')],
  },
  { clave: '60101605', descripcion: 'Libro escolar', unidad: 'H87', objetoImp: '02', impuestos: [exento] },
  {
    clave: '51101500',
    descripcion: 'Antibiótico genérico',
    unidad: 'H87',
    objetoImp: '02',
    impuestos: [iva('0.000000')],
  },
  { clave: '84131500', descripcion: 'Depósito en garantía', unidad: 'E48', objetoImp: '01', impuestos: [] },
  {
    clave: '43211503',
    descripcion: 'Computadora portátil',
    unidad: 'H87',
    objetoImp: '02',
    impuestos: [iva('0.080000')],
  },
  {
    clave: '82141505',
    descripcion: 'Diseño de imagen',
    unidad: 'E48',
    objetoImp: '02',
    impuestos: [iva('0.160000'), retencion('001', '0.100000'), retencion('002', '0.106667')],
  },
  {
    clave: '78101802',
    descripcion: 'Flete local',
    unidad: 'E48',
    objetoImp: '02',
    impuestos: [iva('0.160000'), retencion('002', '0.040000')],
  },
];

const cents = (most: number): fc.Arbitrary<string> =>
  fc.integer({ min: 1, max: most }).map((n) => (n / 100).toFixed(2));
const price = fc.oneof(
  { weight: 6, arbitrary: cents(500_000) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 900_000_000 }).map((n) => formatMicro(BigInt(n))) },
);
const quantity = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 12 }).map(String) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 25_000 }).map((n) => formatMicro(BigInt(n) * 1000n, 3)) },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 1000 }).map(String) },
);

function concepto(pricesIncludeTax: boolean): fc.Arbitrary<SoldConcepto> {
  return fc
    .record({
      good: fc.constantFrom(...GOODS),
      cantidad: quantity,
      valorUnitario: price,
      off: fc.option(fc.integer({ min: 1, max: 90 }), { freq: 5 }),
    })
    .map(({ good, cantidad, valorUnitario, off }) => {
      // A cuota is part of the price: a refresco for two cents does not exist.
      const hasCuota = good.impuestos.some((tax) => tax.tipoFactor === 'Cuota');
      const priced = hasCuota ? formatMicro(toMicro(valorUnitario) + toMicro('40')) : valorUnitario;
      const gross = multiply(toMicro(cantidad), toMicro(priced));
      const discount = off === null || hasCuota ? ZERO : roundTo((gross * BigInt(off)) / 100n, 2);
      return {
        claveProdServ: good.clave,
        descripcion: good.descripcion,
        claveUnidad: good.unidad,
        cantidad,
        valorUnitario: priced,
        ...(discount > ZERO && discount < gross && { descuento: formatMicro(discount, 2) }),
        objetoImp: good.objetoImp,
        impuestos: good.impuestos,
      };
    })
    .filter((line) => pricesIncludeTax || line !== undefined);
}

/** A sale whose total follows from its lines in one of the two ways a till counts: to the cent per line, or once. */
export const soldArbitrary: fc.Arbitrary<Sold> = fc
  .record({ pricesIncludeTax: fc.boolean(), perLine: fc.boolean() })
  .chain(({ pricesIncludeTax, perLine }) =>
    fc.record({
      pricesIncludeTax: fc.constant(pricesIncludeTax),
      perLine: fc.constant(perLine),
      conceptos: fc.array(concepto(pricesIncludeTax), { minLength: 1, maxLength: 50, size: 'max' }),
      off: fc.option(fc.integer({ min: 1, max: 30 }), { freq: 5 }),
    }),
  )
  .map(({ pricesIncludeTax, perLine, conceptos, off }) => {
    const lineAmounts = conceptos.map(
      (line) => multiply(toMicro(line.cantidad), toMicro(line.valorUnitario)) - toMicro(line.descuento ?? '0'),
    );
    const hasCuota = conceptos.some((line) => line.impuestos.some((tax) => tax.tipoFactor === 'Cuota'));
    const descuento = off === null || hasCuota ? ZERO : roundTo((sum(lineAmounts) * BigInt(off)) / 100n, 2);
    const total = totalOf(conceptos, lineAmounts, descuento, pricesIncludeTax, perLine);
    return {
      moneda: 'MXN',
      pricesIncludeTax,
      conceptos,
      total: formatMicro(total, 2),
      ...(descuento > ZERO && { descuento: formatMicro(descuento, 2) }),
    };
  })
  .filter((sold) => toMicro(sold.total) > ZERO);

/** The total by plain fractions (numbers scaled by 10¹²), sharing no code with the engine's taxes. */
function totalOf(
  conceptos: readonly SoldConcepto[],
  amounts: readonly Micro[],
  descuento: Micro,
  included: boolean,
  perLine: boolean,
): Micro {
  const SCALE = 1_000_000n;
  const whole = sum(amounts);
  let total = 0n;
  let withheld = 0n;
  conceptos.forEach((line, index) => {
    const amount =
      (amounts[index] ?? ZERO) * SCALE - (whole > ZERO ? (descuento * SCALE * (amounts[index] ?? ZERO)) / whole : 0n);
    const rate = (impuesto: string, factor: string): bigint =>
      sum(
        line.impuestos
          .filter((t) => t.tipo === 'traslado' && t.impuesto === impuesto && t.tipoFactor === factor)
          .map((t) => toMicro(t.tasaOCuota ?? '0')),
      );
    const cuotas = rate('003', 'Cuota') * toMicro(line.cantidad);
    const net = included
      ? (((amount * SCALE) / (SCALE + rate('002', 'Tasa')) - cuotas) * SCALE) / (SCALE + rate('003', 'Tasa'))
      : amount;
    const withIeps = (net * (SCALE + rate('003', 'Tasa'))) / SCALE + cuotas;
    const paid = included ? amount : (withIeps * (SCALE + rate('002', 'Tasa'))) / SCALE;
    for (const tax of line.impuestos)
      if (tax.tipo === 'retencion')
        withheld += ((tax.impuesto === '002' ? withIeps : net) * toMicro(tax.tasaOCuota ?? '0')) / SCALE;
    total += perLine ? roundTo(paid / SCALE, 2) * SCALE : paid;
  });
  return roundTo((total - withheld) / SCALE, 2);
}
