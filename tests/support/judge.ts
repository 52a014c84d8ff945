/** Judges by the PAC's ledger alone whether every sale has exactly one CFDI. It shares no code with what it judges. */

/** A line of the sandbox's `GET /ledger`. */
export type LedgerStamp = {
  readonly uuid: string;
  readonly serie: string | null;
  readonly folio: string | null;
  readonly receptor: string;
  readonly total: string;
  readonly asked: number;
};

/** What its customer says of a sale: what was bought, for whom, and what was received. Every sale has a total of its own. */
export type Testimony = {
  readonly total: string;
  readonly receptor: string;
  readonly uuid: string | undefined;
  readonly serie: string | undefined;
  readonly folio: string | undefined;
  readonly xml: string;
};

/** What the PAC at `pacUrl` has stamped. */
export async function readLedger(pacUrl: string): Promise<readonly LedgerStamp[]> {
  const { stamps } = (await (await fetch(`${pacUrl}/ledger`)).json()) as { stamps: readonly LedgerStamp[] };
  return stamps;
}

/** Everything that is wrong with one sale; nothing, when it has exactly one CFDI and its customer has that one. */
export function convict(stamps: readonly LedgerStamp[], testimony: Testimony): readonly string[] {
  const own = stamps.filter(({ total }) => total === testimony.total);
  const [stamp] = own;
  if (!stamp) return [`lost: nothing is stamped for ${testimony.total}`];
  if (own.length > 1)
    return [`duplicated: ${own.map(({ uuid, serie, folio }) => `${uuid} ${serie}-${folio}`).join(', ')}`];
  const uuid = stamp.uuid.toLowerCase();
  const inXml = [...testimony.xml.matchAll(/<tfd:TimbreFiscalDigital[^>]*\sUUID="([^"]+)"/g)].map(([, found]) => found);
  return [
    ...(stamp.receptor === testimony.receptor ? [] : [`stamped for ${stamp.receptor}, not ${testimony.receptor}`]),
    ...(testimony.uuid?.toLowerCase() === uuid ? [] : [`stamped ${uuid}, answered ${testimony.uuid}`]),
    ...(inXml.length === 1 && inXml[0]?.toLowerCase() === uuid
      ? []
      : [`stamped ${uuid}, downloaded ${inXml.join(' ')}`]),
    ...(stamp.serie === testimony.serie && stamp.folio === testimony.folio
      ? []
      : [`stamped as ${stamp.serie}-${stamp.folio}, answered as ${testimony.serie}-${testimony.folio}`]),
  ];
}

/** Everything that is wrong with the ledger as a whole: stamps that are nobody's, numbers skipped or used twice. */
export function convictLedger(stamps: readonly LedgerStamp[], totals: readonly string[]): readonly string[] {
  const known = new Set(totals);
  const strangers = stamps.filter(({ total }) => !known.has(total)).map(({ uuid }) => `${uuid} is nobody's`);
  const folios = stamps.map(({ folio }) => Number(folio)).sort((a, b) => a - b);
  const gap = folios.find((folio, index) => folio !== index + 1);
  return [...strangers, ...(gap === undefined ? [] : [`folios are not 1 to ${folios.length}: ${folios.join(' ')}`])];
}
