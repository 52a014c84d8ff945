/** A customer with a ticket, over HTTP as the widget does it: finds the sale, asks for the invoice, asks again, downloads the XML. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PORTAL, type Ticket } from './shop.ts';

export type Receptor = Readonly<Record<'rfc' | 'nombre' | 'codigoPostal' | 'regimenFiscal' | 'usoCfdi', string>>;

export const UNIVERSIDAD: Receptor = {
  rfc: 'URE180429TM6',
  nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA',
  codigoPostal: '65000',
  regimenFiscal: '601',
  usoCfdi: 'G03',
};
export const TEODORIKAS: Receptor = {
  rfc: 'CTE950627K46',
  nombre: 'COMERCIALIZADORA TEODORIKAS',
  codigoPostal: '57740',
  regimenFiscal: '601',
  usoCfdi: 'G03',
};

export type InvoiceAnswer = {
  readonly id: string;
  readonly status: string;
  readonly accessToken: string;
  readonly uuid?: string;
  readonly serie?: string;
  readonly folio?: string;
};
export type Answer = { readonly status: number; readonly text: string };

const AGAIN_MS = 150;

function post(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** The key of the tab in which somebody asks for an invoice, again and again. */
export const tabOf = ({ rfc }: Receptor): string => createHash('sha256').update(rfc).digest('hex');

/** The token of the ticket's sale. Throws when the server does not answer, or does not find it. */
export async function findSale(url: string, { folio, total }: Ticket): Promise<string> {
  const found = await post(`${url}/v1/portals/${PORTAL}/sales/search`, { folio, total });
  const { sales } = (await found.json()) as { sales?: readonly { token: string }[] };
  const [sale] = sales ?? [];
  if (!sale) throw new Error(`${found.status}: ${folio} is not found`);
  return sale.token;
}

/** Asks once for the invoice of a found sale. */
export async function ask(url: string, token: string, receptor: Receptor): Promise<Answer> {
  const body = { sales: [token], receptor, email: null };
  const answer = await post(`${url}/v1/portals/${PORTAL}/invoices`, body, { 'idempotency-key': tabOf(receptor) });
  return { status: answer.status, text: await answer.text() };
}

/** Finds and asks once; a server that dies meanwhile is `no answer`. */
export async function askOnce(url: string, ticket: Ticket, receptor: Receptor): Promise<Answer | 'no answer'> {
  try {
    return await ask(url, await findSale(url, ticket), receptor);
  } catch {
    return 'no answer';
  }
}

/**
 * Asks with the same data until the invoice is there (200, 201) or the data are refused (422); a server that is down, 202 and
 * 409 are asked again. `url` is called each time: servers come back elsewhere. Throws after `withinMs`, with the last answer.
 */
export async function askUntilSettled(
  url: () => string,
  ticket: Ticket,
  receptor: Receptor,
  withinMs: number,
): Promise<Answer> {
  const until = performance.now() + withinMs;
  let last: Answer | 'no answer' = 'no answer';
  while (performance.now() < until) {
    last = await askOnce(url(), ticket, receptor);
    if (last !== 'no answer' && [200, 201, 422].includes(last.status)) return last;
    await sleep(AGAIN_MS);
  }
  throw new Error(`${ticket.folio} is not settled after ${withinMs} ms: ${JSON.stringify(last)}`);
}

/** What an answer of 200, 201 or 202 says. */
export function invoiceOf({ text }: Answer): InvoiceAnswer {
  return JSON.parse(text) as InvoiceAnswer;
}

/** The stamped XML, as it is downloaded. */
export async function downloadXml(
  url: string,
  { id, accessToken }: Pick<InvoiceAnswer, 'id' | 'accessToken'>,
): Promise<string> {
  return (await fetch(`${url}/v1/invoices/${id}/xml?token=${accessToken}`)).text();
}
