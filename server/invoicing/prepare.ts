/** Validates a request and builds its document once before a sale is claimed: a failure here costs nothing. */
import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import type { Comprobante } from '../cfdi/comprobante.ts';
import { documentFronteraFaults, isIvaFrontera } from '../cfdi/iva-frontera.ts';
import { checkMatrix } from '../cfdi/matrix.ts';
import { checkReceptor } from '../cfdi/receptor.ts';
import type { Receptor } from '../cfdi/sold.ts';
import type { Branch, Merchant } from '../merchants/merchant.ts';
import { switchFault } from '../portals/iva-frontera.ts';
import type { Portal, PortalSettings } from '../portals/portal.ts';
import { type Fault, type Language, Problem } from '../problems/problem.ts';
import type { Sale } from '../sales/sale.ts';
import type { Corrected, IngresoSnapshot, Origin } from './claim.ts';
import { buildDocument } from './document.ts';
import type { AfterGlobal } from './global-exit.ts';
import { carriedFault, missingFault } from './retention.ts';

/** A request to issue, with everything that it refers to already loaded. */
export type IssueRequest = {
  /** The portal whose settings apply. */
  readonly portal: Portal;
  readonly origin: Origin;
  readonly merchant: Merchant;
  readonly branch: Branch;
  /** At least one, of one branch and currency. */
  readonly sales: readonly Sale[];
  readonly receptor: Receptor;
  /** An address, `null` for no mail at all, absent for the purchase's own. */
  readonly email?: string | null;
  /** How the sales leave a factura global that contains them; absent if they may not. */
  readonly afterGlobal?: AfterGlobal;
  /** The customer is an IEPS taxpayer and wants it itemised; counts only where the merchant offers it. */
  readonly itemizeIeps: boolean;
  /** Marks by which this caller is recognised when it asks for the same invoice again. */
  readonly askers: readonly string[];
  /** The merchant's person or key that asks in a customer's place. */
  readonly by?: string;
  /** The customer's language; es-MX when absent. */
  readonly language?: Language;
  /** The invoice that it replaces. */
  readonly corrects?: Corrected;
};

/** A validated sale: what will be frozen when it is claimed, and the Comprobante that it makes now. */
export type Prepared = { readonly snapshot: IngresoSnapshot; readonly comprobante: Comprobante };

/** Throws `invalid-receptor`, `sales-do-not-mix`, `needs-merchant` or `merchant-must-fix`, with every fault. */
export function prepare(request: IssueRequest, now: number): Prepared {
  const { merchant, branch, sales } = request;
  const fecha = localDate(now, issueZone(branch.codigoPostal));
  const checked = checkReceptor(request.receptor, {
    lugarExpedicion: branch.codigoPostal,
    fecha,
    ...receptorRules(request.portal, request.by !== undefined),
    issuer: merchant,
  });
  if (checked.faults.length > 0) throw new Problem('invalid-receptor', checked);
  assertOneDocument(sales);
  const snapshot: IngresoSnapshot = {
    kind: 'ingreso',
    emisor: { rfc: merchant.rfc, nombre: merchant.nombre, regimenFiscal: merchant.regimenFiscal },
    lugarExpedicion: branch.codigoPostal,
    receptor: checked.receptor,
    sales: sales.map((sale) => sale.body),
    itemizeIeps: request.itemizeIeps && request.portal.settings.itemizeIeps,
    emails: emailsOf(request),
    askers: request.askers,
    ...(request.by !== undefined && { by: request.by }),
    ...(request.language && { language: request.language }),
    ...(request.corrects && replacing(request.corrects)),
  };
  return { snapshot, comprobante: buildChecked(snapshot, request.portal.settings, now) };
}

/** SAT, Preguntas frecuentes CFDI 4.0, 42: the substitute is stamped first, related by 04 to what it replaces. */
function replacing(corrects: Corrected): Pick<IngresoSnapshot, 'corrects' | 'cfdiRelacionados'> {
  return { corrects, cfdiRelacionados: [{ tipoRelacion: '04', uuids: [corrects.uuid] }] };
}

/** In the test world everybody may use XAXX010101000, so that a merchant can try the portal. */
export function allowsNoRfc(portal: Portal): boolean {
  return portal.world === 'test' || portal.settings.allowNoRfc;
}

/** Whether foreigners are served as XEXX010101000: like people without an RFC unless the merchant says otherwise. */
export function allowsForeign({ world, settings }: Portal): boolean {
  return world === 'test' || (settings.allowForeign ?? settings.allowNoRfc);
}

/** For whom a portal invoices, and for what use. A merchant that invoices on a customer's behalf may choose any use. */
export function receptorRules(portal: Portal, isByMerchant: boolean) {
  const { allowed } = portal.settings.usos ?? {};
  return {
    allowNoRfc: allowsNoRfc(portal),
    allowForeign: allowsForeign(portal),
    ...(allowed && !isByMerchant && { usos: allowed }),
  };
}

/**
 * Throws `needs-merchant` if the buyer would have to withhold taxes, or if the sales carry retenciones that this receptor does not make.
 * Previews show the document anyway.
 */
export function assertNoWithholding({ snapshot }: Prepared, merchant: Merchant): void {
  const { emisor, receptor, sales } = snapshot;
  const parts = [emisor, receptor, sales, merchant.tradeName] as const;
  const fault = carriedFault(...parts) ?? missingFault(...parts);
  if (fault) throw new Problem('needs-merchant', { faults: [fault] });
}

function assertOneDocument(sales: readonly Sale[]): void {
  const kinds = new Set(sales.map(({ body }) => `${body.branch ?? ''} ${body.moneda} ${body.tipoCambio ?? ''}`));
  if (kinds.size !== 1) throw new Problem('sales-do-not-mix');
}

function emailsOf({ email, sales }: IssueRequest): readonly string[] {
  if (email === null) return [];
  const own = sales.flatMap((sale) => sale.body.email ?? []);
  return [...new Set([...own, ...(email === undefined ? [] : [email])])];
}

/** Builds the document as it will be sealed, and checks it against every rule of the SAT's matrix that can be checked here. */
function buildChecked(snapshot: IngresoSnapshot, settings: PortalSettings, now: number): Comprobante {
  const built = buildDocument(snapshot, settings.serie, 1, now);
  if (built.kind === 'faults') throw new Problem('merchant-must-fix', { faults: built.faults });
  const { comprobante } = built;
  const faults = [
    ...checkMatrix({ comprobante, timbres: [], complementos: [] }),
    ...documentFronteraFaults(comprobante),
    ...switchedOff(comprobante, settings),
  ];
  if (faults.length > 0) throw new Problem('merchant-must-fix', { faults });
  return comprobante;
}

/** Finds IVA at 8 % although the merchant's stimulus ended, or was switched off, after the sale came in. */
function switchedOff(comprobante: Comprobante, settings: PortalSettings): readonly Fault[] {
  if (!comprobante.conceptos.some(({ traslados }) => traslados.some(isIvaFrontera))) return [];
  const fault = switchFault([settings], comprobante.fecha.slice(0, 10), '/conceptos');
  return fault ? [fault] : [];
}
