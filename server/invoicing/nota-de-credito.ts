/** The nota de crédito of a refund: a CFDI of type E against the invoice that holds the sale. */
import { randomBytes } from 'node:crypto';
import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import type { Emisor } from '../cfdi/comprobante.ts';
import { usoOfEgreso } from '../cfdi/egreso.ts';
import { checkMatrix } from '../cfdi/matrix.ts';
import { checkReceptor } from '../cfdi/receptor.ts';
import type { Receptor, Sold } from '../cfdi/sold.ts';
import type { Sale } from '../sales/sale.ts';
import type { Claim, EgresoSnapshot } from './claim.ts';
import { buildDocument } from './document.ts';
import type { StampedInvoice } from './invoice.ts';
import type { NewRefund } from './refund.ts';
import type { Faulty } from './refund-store.ts';

/** What may have changed in the SAT's register since the invoice. The RFC stays: the nota de crédito is for whoever was invoiced. */
export type ReceptorToday = Pick<Receptor, 'nombre' | 'codigoPostal' | 'regimenFiscal'>;

/** Both parties as they are now, since the SAT compares name, régimen and postal code with those of today. */
export type PartiesToday = {
  readonly emisor: Emisor;
  /** The receptor on the invoice when absent. */
  readonly receptor?: ReceptorToday;
  /** Who registered or approved the refund. */
  readonly by?: string;
};

/**
 * Claims the nota de crédito after building it once, or says why the SAT would refuse it. It holds no sale and is issued once for each
 * refund.
 */
export function claimNotaDeCredito(
  { emisor, receptor, by }: PartiesToday,
  issued: StampedInvoice,
  sale: Sale,
  refund: NewRefund,
): { readonly kind: 'claim'; readonly claim: Claim } | Faulty {
  const invoice = receptor ? withReceptor(issued, receptor, refund.createdAt) : issued;
  if ('faults' in invoice) return invoice;
  const snapshot = { ...snapshotOf(invoice, sale, refund), emisor, ...(by !== undefined && { by }) };
  const serie = `${invoice.serie}${SERIE_SUFFIX}`.slice(0, MOST_SERIE);
  const built = buildDocument(snapshot, serie, 1, refund.createdAt);
  if (built.kind === 'faults') return built;
  const faults = checkMatrix({ comprobante: built.comprobante, timbres: [], complementos: [] });
  if (faults.length > 0) return { kind: 'faults', faults };
  const claim: Claim = {
    id: `inv_${randomBytes(16).toString('hex')}`,
    origin: 'merchant',
    ...(invoice.portalSlug !== undefined && { portalSlug: invoice.portalSlug }),
    saleIds: [sale.id],
    holding: { kind: 'none', once: `refund:${refund.id}` },
    snapshot,
    serie,
    now: refund.createdAt,
  };
  return { kind: 'claim', claim };
}

/** The invoice as if it had been issued to the receptor of today. */
function withReceptor(invoice: StampedInvoice, today: ReceptorToday, now: number): StampedInvoice | Faulty {
  const { lugarExpedicion, receptor, kind } = invoice.snapshot;
  if (kind === 'global') return { kind: 'faults', faults: [{ code: 'receptor-is-the-public', pointer: '/receptor' }] };
  const { rfc } = receptor;
  const usoCfdi = usoOfEgreso({ rfc, regimenFiscal: today.regimenFiscal });
  const fecha = localDate(now, issueZone(lugarExpedicion));
  const checked = checkReceptor({ rfc, ...today, usoCfdi }, { lugarExpedicion, fecha, allowNoRfc: true });
  if (checked.faults.length > 0) return { kind: 'faults', faults: checked.faults };
  const corrected = { ...checked.receptor, usoCfdi: receptor.usoCfdi };
  return { ...invoice, snapshot: { ...invoice.snapshot, receptor: corrected } };
}

/** Credit notes are numbered apart: `CJ` gives `CJNC`. */
const SERIE_SUFFIX = 'NC';
/** Anexo 20 v4.0: Serie has at most 25 characters. */
const MOST_SERIE = 25;

function snapshotOf(invoice: StampedInvoice, sale: Sale, refund: NewRefund): Omit<EgresoSnapshot, 'emisor'> {
  const { snapshot } = invoice;
  const { uuid } = invoice.stamped;
  const { lugarExpedicion, receptor, emails, language } = snapshot;
  const isWhole = refund.conceptos.length === 0;
  return {
    kind: 'egreso',
    ...{ lugarExpedicion, receptor, emails, sales: [sale.body] },
    ...(language && { language }),
    from:
      snapshot.kind === 'global'
        ? { kind: 'global', uuid }
        : { kind: 'nominative', uuid, receptor, itemizeIeps: snapshot.kind === 'ingreso' && snapshot.itemizeIeps },
    reason: isWhole ? 'discount' : 'goods-returned',
    sold: isWhole ? sale.body : goodsOf(sale, refund),
    ...(isWhole && { part: refund.total }),
    formaPago: refund.formaPago,
  };
}

/** The returned goods, as a sale of their own. */
function goodsOf({ body }: Sale, { total, conceptos }: NewRefund): Sold {
  return { moneda: body.moneda, total, pricesIncludeTax: body.pricesIncludeTax, conceptos };
}
