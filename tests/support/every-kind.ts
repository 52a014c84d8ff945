/** Every kind of CFDI that is issued here, over generated sales, made as the verbs make them: built, sealed and stamped. */
import fc from 'fast-check';
import type { Periodicidad } from '../../server/catalogs/global-period.ts';
import { globalPeriod } from '../../server/catalogs/global-period.ts';
import { formatMicro, multiply, roundTo, sum, toMicro } from '../../server/cfdi/money.ts';
import { publicoEnGeneral } from '../../server/cfdi/publico-en-general.ts';
import type { Receptor, Sold, SoldConcepto } from '../../server/cfdi/sold.ts';
import { insertTimbre } from '../../server/cfdi/timbre.ts';
import type { Sealer } from '../../server/csd/csd.ts';
import type { GlobalSnapshot, IngresoSnapshot, Snapshot } from '../../server/invoicing/claim.ts';
import { buildDocument, sealDocument } from '../../server/invoicing/document.ts';
import type { StampedInvoice } from '../../server/invoicing/invoice.ts';
import { egresoOf } from '../../server/invoicing/leave-global.ts';
import { claimNotaDeCredito } from '../../server/invoicing/nota-de-credito.ts';
import type { NewRefund } from '../../server/invoicing/refund.ts';
import type { SatSigner } from '../../server/pac/sandbox/sat-signer.ts';
import type { Sale, SaleBody } from '../../server/sales/sale.ts';
import { NEVES, UNIVERSIDAD } from './cfdi-fixtures.ts';
import { soldArbitrary } from './generated-sales.ts';
import { built } from './public-sales.ts';

const AT = Date.parse('2026-12-01T06:20:00Z');
const TENANT = { merchantId: 'mer_ingrid', world: 'test' } as const;

/** A person with shops at the border, where IVA of 8 % is possible, and one whose globals may cover two months. */
export const ISSUERS = {
  border: { rfc: 'XOJI740919U48', nombre: 'INGRID XODAR JIMENEZ', regimenFiscal: '612' },
  rif: { rfc: 'WATM640917J45', nombre: 'MARIA WATEMBER TORRES', regimenFiscal: '621' },
} as const;

export type Workshop = {
  readonly sealers: Readonly<Record<keyof typeof ISSUERS, Sealer>>;
  readonly signer: SatSigner;
};

const FOREIGNER = {
  rfc: 'XEXX010101000',
  nombre: 'JOHN SMITH',
  codigoPostal: '22000',
  regimenFiscal: '616',
  usoCfdi: 'S01',
};
const WITHOUT_RFC = { ...FOREIGNER, rfc: 'XAXX010101000', nombre: 'JUAN PEREZ' };

type Case = {
  readonly sales: readonly [Sold, ...Sold[]];
  readonly receptor: Receptor;
  readonly itemizeIeps: boolean;
  readonly permille: number;
};

/** What a kind is made from, and how. `seq` keeps its folios apart. */
type Kind = {
  readonly of: fc.Arbitrary<Case>;
  readonly make: (shop: Workshop, one: Case, seq: number) => StampedInvoice;
};

const isWithheld = ({ conceptos }: Sold): boolean =>
  conceptos.some(({ impuestos }) => impuestos.some(({ tipo }) => tipo === 'retencion'));
const toPublic = soldArbitrary.filter((sold) => !isWithheld(sold));
const IEPS: Sold = {
  moneda: 'MXN',
  total: '74.50',
  pricesIncludeTax: true,
  conceptos: [
    {
      claveProdServ: '50192109',
      descripcion: 'Papas con sal 45 g',
      claveUnidad: 'H87',
      cantidad: '1',
      valorUnitario: '74.50',
      objetoImp: '02',
      impuestos: [
        { tipo: 'traslado', impuesto: '003', tipoFactor: 'Tasa', tasaOCuota: '0.080000' },
        { tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.000000' },
      ],
    },
  ],
};
/** Prices include the taxes, so the till's total stays as it was. */
const atEightPerCent = toPublic
  .filter(({ pricesIncludeTax }) => pricesIncludeTax)
  .map((sold): Sold => ({ ...sold, conceptos: sold.conceptos.map(atBorderRate) }));

function atBorderRate(line: SoldConcepto): SoldConcepto {
  const at8 = (tax: SoldConcepto['impuestos'][number]) =>
    tax.tasaOCuota === '0.160000' && tax.impuesto === '002' ? { ...tax, tasaOCuota: '0.080000' } : tax;
  return { ...line, impuestos: line.impuestos.map(at8) };
}

/** Whole lines, so that any of them may come back as goods. */
const ofWholeLines = toPublic
  .filter(({ pricesIncludeTax, descuento }) => pricesIncludeTax && descuento === undefined)
  .map((sold): Sold => ({ ...sold, total: totalOf(sold.conceptos) }))
  .filter(({ total }) => toMicro(total) > 0n);

function totalOf(lines: readonly SoldConcepto[]): string {
  const paid = lines.map((line) => multiply(toMicro(line.cantidad), toMicro(line.valorUnitario)) - off(line));
  return formatMicro(roundTo(sum(paid), 2), 2);
}

const off = ({ descuento }: SoldConcepto): bigint => toMicro(descuento ?? '0');

/** A sale in a currency of that many decimals. */
const inCurrency = (moneda: string, decimals: number): fc.Arbitrary<Sold> =>
  fc
    .array(fc.record({ price: fc.integer({ min: 100, max: 900_000 }), many: fc.integer({ min: 1, max: 9 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((lines) => {
      const unit = (whole: number): string => (whole / 10 ** decimals).toFixed(decimals);
      return {
        moneda,
        total: unit(lines.reduce((all, { price, many }) => all + price * many, 0)),
        pricesIncludeTax: true,
        conceptos: lines.map(({ price, many }) => ({
          ...{ claveProdServ: '90111800', descripcion: 'Noche de hospedaje', claveUnidad: 'E48', objetoImp: '02' },
          cantidad: String(many),
          valorUnitario: unit(price),
          impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
        })),
      };
    });

function cases(sold: fc.Arbitrary<Sold>, most = 1): fc.Arbitrary<Case> {
  return fc.record({
    sales: fc.array(sold, { minLength: 1, maxLength: most }) as unknown as fc.Arbitrary<Case['sales']>,
    receptor: fc.constantFrom<Receptor>(UNIVERSIDAD, NEVES, FOREIGNER, WITHOUT_RFC),
    itemizeIeps: fc.boolean(),
    permille: fc.integer({ min: 1, max: 999 }),
  });
}

const RATES: Readonly<Record<string, string>> = { USD: '18.4213', JPY: '0.1184', CLP: '0.0191', KWD: '60.1' };

function bodyOf(sold: Sold, folio: string): SaleBody {
  const { [sold.moneda]: tipoCambio } = RATES;
  return {
    ...sold,
    ...{ folio, date: '2026-11-30T23:30:00-08:00', estado: 'pagada', formaPago: '04', anticipo: false },
    ...(tipoCambio !== undefined && { tipoCambio }),
  };
}

const bodiesOf = (sales: readonly Sold[], seq: number): readonly SaleBody[] =>
  sales.map((sold, at) => bodyOf(sold, `T-${seq}-${at}`));

const HEAD = { emisor: ISSUERS.border, lugarExpedicion: '22000', emails: [] } as const;

/** Retenciones are a company's; a company of any sale. */
function nominative({ sales, receptor, itemizeIeps }: Case, seq: number): IngresoSnapshot {
  const to = sales.some(isWithheld) ? UNIVERSIDAD : receptor;
  return { ...HEAD, kind: 'ingreso', sales: bodiesOf(sales, seq), receptor: to, itemizeIeps };
}

function globalSnapshot({ sales }: Case, seq: number, periodicidad: Periodicidad): GlobalSnapshot {
  return {
    ...HEAD,
    kind: 'global',
    ...(periodicidad === '05' && { emisor: ISSUERS.rif }),
    receptor: publicoEnGeneral(HEAD.lugarExpedicion, 'S01'),
    sales: bodiesOf(sales, seq),
    periodicidad,
    period: globalPeriod('2026-11-30', periodicidad),
  };
}

/** The invoice as it is recorded once the PAC has stamped it. */
function stamp({ sealers, signer }: Workshop, snapshot: Snapshot, seq: number): StampedInvoice {
  const comprobante = built(buildDocument(snapshot, 'K', seq, AT));
  const sealer = snapshot.emisor.rfc === ISSUERS.rif.rfc ? sealers.rif : sealers.border;
  const sealed = sealDocument(comprobante, sealer, AT);
  const timbre = signer.sign({ ...comprobante, sello: sealed.sello }, AT);
  return {
    ...{ id: `inv_${seq}`, ...TENANT, origin: 'merchant', saleIds: snapshot.sales.map((_, at) => `sale_${at}`) },
    ...{ holding: { kind: 'sales' }, generation: 0, serie: 'K', folio: seq, snapshot, fence: 1, sends: 1, nextAt: AT },
    ...{ createdAt: AT, state: 'stamped', sealed },
    stamped: { uuid: timbre.uuid, xml: insertTimbre(sealed.xml, timbre), at: AT },
  };
}

/** A refund of the first sale, as the merchant registers it. */
function creditOf(shop: Workshop, invoice: StampedInvoice, seq: number, refund: Partial<NewRefund>): StampedInvoice {
  const [body] = invoice.snapshot.sales;
  if (!body) throw new Error('an invoice without sales');
  const sale: Sale = { id: 'sale_0', source: 'api', body, generation: 0, updatedAt: AT };
  const claimed = claimNotaDeCredito({ emisor: invoice.snapshot.emisor }, invoice, sale, {
    ...{ id: `ref_${seq}`, tenant: TENANT, saleId: sale.id, total: body.total, date: body.date, formaPago: '03' },
    ...{ conceptos: [], nextAt: AT, createdAt: AT },
    ...refund,
  });
  if (claimed.kind === 'faults') throw new Error(JSON.stringify(claimed.faults));
  return stamp(shop, claimed.claim.snapshot, seq);
}

const relatedBy04 = (uuid: string) => ({ cfdiRelacionados: [{ tipoRelacion: '04', uuids: [uuid] }] });

const globalOf = (periodicidad: Periodicidad, sold = toPublic): Kind => ({
  of: cases(sold, 6),
  make: (shop, one, seq) => stamp(shop, globalSnapshot(one, seq, periodicidad), seq),
});
const invoiceOf = (sold: fc.Arbitrary<Sold>, most = 1): Kind => ({
  of: cases(sold, most),
  make: (shop, one, seq) => stamp(shop, nominative(one, seq), seq),
});

/** Of `permille` of the sale, to the cent. */
function partOf({ sales: [{ total }], permille }: Case): string {
  const cents = (toMicro(total) * BigInt(permille)) / 1000n / 10_000n;
  return formatMicro((cents > 0n ? cents : 1n) * 10_000n, 2);
}

/** By what a merchant calls them. */
export const EVERY_KIND: Readonly<Record<string, Kind>> = {
  'a customer’s invoice': invoiceOf(soldArbitrary),
  'an invoice of several sales': invoiceOf(toPublic, 4),
  'an invoice with IVA at 8 %': invoiceOf(atEightPerCent),
  'an invoice in dollars': invoiceOf(inCurrency('USD', 2)),
  'an invoice in yen, without decimals': invoiceOf(inCurrency('JPY', 0)),
  'an invoice in Chilean pesos, without decimals': invoiceOf(inCurrency('CLP', 0)),
  'an invoice in dinars, with three': invoiceOf(inCurrency('KWD', 3)),
  'a substitute': {
    of: cases(soldArbitrary),
    make: (shop, one, seq) => {
      const { uuid } = stamp(shop, nominative(one, seq), seq).stamped;
      return stamp(shop, { ...nominative({ ...one, receptor: UNIVERSIDAD }, seq), ...relatedBy04(uuid) }, seq);
    },
  },
  'a global of a day': globalOf('01'),
  'a global of a week': globalOf('02'),
  'a global of a fortnight': globalOf('03'),
  'a global of a month': globalOf('04'),
  'a global of two months': globalOf('05'),
  'a global with IEPS': globalOf('04', fc.oneof(toPublic, fc.constant(IEPS))),
  'a global with IVA at 8 %': globalOf('04', atEightPerCent),
  'a global in dollars': globalOf('04', inCurrency('USD', 2)),
  'a global issued again': {
    of: cases(toPublic, 6),
    make: (shop, one, seq) => {
      const { uuid } = stamp(shop, globalSnapshot(one, seq, '04'), seq).stamped;
      const [first, ...rest] = one.sales;
      const left: Case = { ...one, sales: [rest.shift() ?? first, ...rest] };
      return stamp(shop, { ...globalSnapshot(left, seq, '04'), ...relatedBy04(uuid) }, seq);
    },
  },
  'an egreso of goods that came back': {
    of: cases(ofWholeLines),
    make: (shop, one, seq) => {
      const [{ conceptos }] = one.sales;
      const back = conceptos.slice(0, 1 + (one.permille % conceptos.length));
      const invoice = stamp(shop, nominative(one, seq), seq);
      return creditOf(shop, invoice, seq, { total: totalOf(back), conceptos: back });
    },
  },
  'an egreso of money given back': {
    of: cases(soldArbitrary),
    make: (shop, one, seq) => creditOf(shop, stamp(shop, nominative(one, seq), seq), seq, { total: partOf(one) }),
  },
  'an egreso of a whole sale': {
    of: cases(soldArbitrary),
    make: (shop, one, seq) => creditOf(shop, stamp(shop, nominative(one, seq), seq), seq, {}),
  },
  'an egreso of a sale in a global': {
    of: cases(toPublic, 3),
    make: (shop, one, seq) =>
      creditOf(shop, stamp(shop, globalSnapshot(one, seq, '04'), seq), seq, { total: partOf(one) }),
  },
  'an egreso of a sale that leaves a global': {
    of: cases(toPublic, 3),
    make: (shop, one, seq) => {
      const global = stamp(shop, globalSnapshot(one, seq, '04'), seq);
      return stamp(
        shop,
        egresoOf(global, 'sale_0', { id: `inv_nominative_${seq}`, snapshot: global.snapshot }).snapshot,
        seq,
      );
    },
  },
};
