/** `autofactura build`: sales, emisores and receptores from files → sealed XML. No server, database or network. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { instantAt, localDateTime } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import { buildComprobante } from '../cfdi/comprobante-builder.ts';
import { documentFronteraFaults } from '../cfdi/iva-frontera.ts';
import { checkMatrix } from '../cfdi/matrix.ts';
import { checkReceptor } from '../cfdi/receptor.ts';
import type { Sealer } from '../csd/csd.ts';
import { issuerFaults, windowFaults } from '../csd/issuer-faults.ts';
import { openCsd } from '../csd/open-csd.ts';
import { detailWithValues } from '../csd/verify-cfdi.ts';
import { sealDocument } from '../invoicing/document.ts';
import { carriedFault } from '../invoicing/retention.ts';
import { processConfig } from '../main/config.ts';
import { type Fault, faultDetail } from '../problems/problem.ts';
import type { SaleBody } from '../sales/sale.ts';
import { exchangeFaults, isFuture } from '../sales/sale-context.ts';
import { faultsOf, parseSale } from '../sales/sale-wire.ts';
import { type Command, UsageError } from './command.ts';

const caseSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[\w.-]{1,100}$/, 'malformed')
    .optional(),
  sale: z.unknown(),
  emisor: z.strictObject({
    rfc: z.string(),
    nombre: z.string(),
    regimenFiscal: z.string(),
    lugarExpedicion: z.string(),
    serie: z.string().optional(),
    folio: z.string().optional(),
  }),
  receptor: z.strictObject({
    rfc: z.string(),
    nombre: z.string(),
    codigoPostal: z.string(),
    regimenFiscal: z.string(),
    usoCfdi: z.string(),
  }),
  fecha: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/, 'malformed')
    .optional(),
});

type Case = z.output<typeof caseSchema>;
type Built =
  | { readonly kind: 'xml'; readonly xml: string }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] }
  /** The document is valid, but no PAC would stamp it. */
  | { readonly kind: 'unstampable'; readonly faults: readonly Fault[] };

const ALLOW = 'allow-unstampable';

/** Exits with 1 if any sale could not be built; the others are written all the same. */
export const run: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      cer: { type: 'string' },
      key: { type: 'string' },
      out: { type: 'string' },
      [ALLOW]: { type: 'boolean', default: false },
    },
  });
  const { cer, key, out } = values;
  if (positionals.length === 0 || cer === undefined || key === undefined)
    throw new UsageError('A case, --cer and --key are needed.');
  const sealer = openSealer(cer, key);
  if (out !== undefined) mkdirSync(out, { recursive: true });
  let bad = 0;
  let unstampable = 0;
  for (const [index, json] of positionals.flatMap(readCases).entries()) {
    const read = caseSchema.safeParse(json);
    const built = read.success
      ? buildCase(read.data, sealer, values[ALLOW])
      : { kind: 'faults' as const, faults: faultsOf(read.error, json) };
    const id = (read.success && read.data.id) || `case-${index + 1}`;
    if (built.kind !== 'xml') {
      bad += 1;
      if (built.kind === 'unstampable') unstampable += 1;
      for (const fault of built.faults)
        console.error(`${id} ${fault.pointer} ${fault.satCode ?? fault.code}: ${detailWithValues(fault, 'es-MX')}`);
    } else if (out === undefined) console.log(built.xml);
    else writeFileSync(join(out, `${id}.xml`), built.xml);
  }
  if (unstampable > 0)
    console.error(
      `Ningún PAC timbraría así: corrige el caso o usa el CSD vigente del emisor. Para sellar solo de prueba, --${ALLOW}.`,
    );
  return bad === 0 ? 0 : 1;
};

/** Reads one JSON document, or one on each line. An unreadable file is reported on stderr and counts as an invalid case. */
function readCases(file: string): readonly unknown[] {
  const text = textOf(file)?.replace(/^\uFEFF/, '');
  if (text === undefined) return [undefined];
  if (!/\.(ndjson|jsonl)$/.test(file)) return [parse(text)];
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parse);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function openSealer(cer: string, key: string): Sealer {
  const opened = openCsd(
    { cer: readFileSync(cer), key: readFileSync(key), password: processConfig().csdPassword ?? '' },
    {},
  );
  if (opened.kind === 'opened') return opened.sealer;
  throw new Error(opened.faults.map((code) => faultDetail({ code, pointer: '' }, 'es-MX')).join('\n'));
}

function buildCase(
  { sale: json, emisor, receptor: typed, fecha: given }: Case,
  sealer: Sealer,
  allowUnstampable: boolean,
): Built {
  const sale = parseSale(json);
  if (sale.kind === 'faults') return { kind: 'faults', faults: sale.faults.map(inSale) };
  const { lugarExpedicion, serie, folio, ...issuer } = emisor;
  const unfit = unfitFaults(sale.body, issuer, sealer);
  if (unfit.length > 0) return { kind: 'faults', faults: unfit };
  const zone = issueZone(lugarExpedicion);
  const fecha = given ?? localDateTime(Date.now() - 60_000, zone);
  if (isFuture(sale.body.date, instantAt(fecha, zone) ?? Date.now()))
    return { kind: 'faults', faults: [inSale({ code: 'date-in-future', pointer: '/date' })] };
  const { receptor, faults } = checkReceptor(typed, {
    lugarExpedicion,
    fecha: fecha.slice(0, 10),
    allowNoRfc: true,
  });
  if (faults.length > 0) return { kind: 'faults', faults };
  const carried = carriedFault(issuer, receptor, [sale.body], issuer.nombre);
  if (carried) return { kind: 'faults', faults: [carried] };
  const built = buildComprobante({
    sold: [sale.body],
    emisor: issuer,
    lugarExpedicion,
    receptor,
    fecha,
    formaPago: sale.body.formaPago,
    ...(sale.body.tipoCambio !== undefined && { tipoCambio: sale.body.tipoCambio }),
    ...(serie !== undefined && { serie }),
    ...(folio !== undefined && { folio }),
    itemizeIeps: false,
  });
  if (built.kind === 'faults') return built;
  const { comprobante } = built;
  const refused = [
    ...checkMatrix({ comprobante, timbres: [], complementos: [] }),
    ...documentFronteraFaults(comprobante),
  ];
  if (refused.length > 0) return { kind: 'faults', faults: refused };
  const issuing = { nombre: emisor.nombre, lugarExpedicion, fecha };
  const unstampable = [
    ...issuerFaults(sealer.certificate, issuing),
    // A case without a time is dated a minute ago.
    ...(given === undefined ? [] : windowFaults(issuing, Date.now())),
  ];
  if (unstampable.length > 0 && !allowUnstampable) return { kind: 'unstampable', faults: unstampable };
  return { kind: 'xml', xml: sealDocument(comprobante, sealer, 0).xml };
}

/** The faults of a sale point into it; here the sale is one part of the case. */
function inSale(fault: Fault): Fault {
  return { ...fault, pointer: `/sale${fault.pointer}` };
}

/** Only a paid sale is invoiced, an advance payment differently (Guía de llenado, apéndice 8), and with its own issuer's CSD. */
function unfitFaults(sale: SaleBody, emisor: { rfc: string; nombre: string }, sealer: Sealer): readonly Fault[] {
  return [
    ...(sale.estado === 'pagada' ? [] : [{ code: 'estado-not-paid', pointer: '/sale/estado' }]),
    ...exchangeFaults(sale).map(inSale),
    ...(sale.anticipo
      ? [{ code: 'advance-payment', pointer: '/sale/anticipo', params: { merchant: emisor.nombre } }]
      : []),
    ...(sealer.certificate.rfc === emisor.rfc
      ? []
      : [{ code: 'csd-rfc-mismatch', satCode: '303', pointer: '/emisor/rfc' }]),
  ];
}
