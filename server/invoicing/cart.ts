/** Several sales for one receptor: which of them fit on one CFDI, and in which order the CFDIs are issued. */
import type { Receptor } from '../cfdi/sold.ts';
import type { Branch, Merchant } from '../merchants/merchant.ts';
import { Problem } from '../problems/problem.ts';
import type { Sale } from '../sales/sale.ts';
import { carriedFault, missingFault } from './retention.ts';

/** A sale of a cart, with the branch that sold it. */
export type CartSale = { readonly sale: Sale; readonly branch: Branch };

/**
 * Splits a cart into the fewest CFDIs, in the order of the sales. Sales stay together unless Anexo 20 v4.0 has one value for the whole document
 * and theirs differ (LugarExpedicion, Moneda, TipoCambio), an invoice already has some of them (a factura global that they leave relates to one
 * document only), or the receptor has to withhold on some only, which the merchant decides. Payment forms never split a cart: of several, the
 * guide takes the one of the largest amount.
 */
export function splitCart<S extends CartSale>(
  cart: readonly S[],
  merchant: Merchant,
  receptor: Receptor,
): readonly [readonly [S, ...S[]], ...(readonly [S, ...S[]])[]] {
  const documents = new Map<string, [S, ...S[]]>();
  for (const one of cart) {
    const key = JSON.stringify(whatOneDocumentHas(one, merchant, receptor));
    const document = documents.get(key);
    if (document) document.push(one);
    else documents.set(key, [one]);
  }
  const [first, ...others] = documents.values();
  if (!first) throw new Error('a cart without sales');
  return [first, ...others];
}

function whatOneDocumentHas({ sale, branch }: CartSale, merchant: Merchant, receptor: Receptor): readonly unknown[] {
  const { moneda, tipoCambio } = sale.body;
  const about = [merchant, receptor, [sale.body], merchant.tradeName] as const;
  const isMerchants = (carriedFault(...about) ?? missingFault(...about)) !== undefined;
  return [branch.code, moneda, tipoCambio, sale.invoiceId, isMerchants];
}

/** What became of one CFDI of a cart: what issuing it answered, or the problem that stopped it. */
export type CartOutcome<Document, Issued> = { readonly document: Document } & (
  | { readonly issued: Issued; readonly problem?: undefined }
  | { readonly issued?: undefined; readonly problem: Problem }
);

/**
 * Issues every CFDI of a cart, the first one alone: if the SAT refuses the receptor, nothing else is tried. Throws its problem then, and where
 * none was issued.
 */
export async function issueCart<Document, Issued>(
  [first, ...rest]: readonly [Document, ...Document[]],
  issueOne: (document: Document) => Promise<Issued>,
): Promise<readonly CartOutcome<Document, Issued>[]> {
  const begun = await outcomeOf(first, issueOne);
  if (begun.problem?.fixedAt === 'receptor') throw begun.problem;
  const others = await Promise.all(rest.map((document) => outcomeOf(document, issueOne)));
  const outcomes = [begun, ...others];
  if (begun.problem && outcomes.every(({ issued }) => issued === undefined)) throw begun.problem;
  return outcomes;
}

async function outcomeOf<Document, Issued>(
  document: Document,
  issueOne: (document: Document) => Promise<Issued>,
): Promise<CartOutcome<Document, Issued>> {
  try {
    return { document, issued: await issueOne(document) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { document, problem: error };
  }
}
