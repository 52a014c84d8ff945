/** Finkok's envelopes: SOAP 1.1, document/literal, one namespace for each service (wire-contracts 2.1). */
import { create } from 'xmlbuilder2';
import type { XmlElement } from '../cfdi/xml-tree.ts';
import { askProvider, type ProviderAnswer } from '../outbound/ask-provider.ts';
import { elementsNamed, parseXmlAnswer } from '../outbound/xml-answer.ts';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

/** Finkok's SOAP services that we call; each has its own WSDL and namespace. */
export type FinkokService = 'stamp' | 'cancel';

/** One SOAP operation and its arguments. */
export type FinkokCall = {
  readonly service: FinkokService;
  readonly operation: string;
  /** In the order of the WSDL. */
  readonly fields: Readonly<Record<string, string>>;
};

/** The result element of a SOAP answer, or why there is none. `rate-limited` is HTTP 429. */
export type FinkokAnswer =
  | { readonly kind: 'result'; readonly result: XmlElement }
  | { readonly kind: 'rate-limited' }
  | Exclude<ProviderAnswer, { kind: 'answered' }>;

/** Calls one operation and returns its `<operation>Result`, or why there is none. */
export async function callFinkok(
  { service, operation, fields }: FinkokCall,
  at: { readonly baseUrl: string; readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<FinkokAnswer> {
  const answer = await askProvider({
    method: 'POST',
    url: new URL(`${at.baseUrl}/servicios/soap/${service}`),
    headers: { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: `"${operation}"` },
    body: envelope(service, operation, fields),
    signal: at.signal,
    timeoutMs: at.timeoutMs,
  });
  if (answer.kind !== 'answered') return answer;
  if (answer.status === 429) return { kind: 'rate-limited' };
  const document = answer.status === 200 ? parseXmlAnswer(answer.text) : undefined;
  const [result] = document ? elementsNamed(document, `${operation}Result`) : [];
  return result
    ? { kind: 'result', result }
    : { kind: 'unknown', reason: `HTTP ${answer.status}, no ${operation}Result` };
}

function envelope(service: FinkokService, operation: string, fields: Readonly<Record<string, string>>): string {
  const namespace = `http://facturacion.finkok.com/${service}`;
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele(SOAP, 'SOAP-ENV:Envelope');
  const call = root.ele(SOAP, 'SOAP-ENV:Body').ele(namespace, `ns1:${operation}`);
  for (const [name, value] of Object.entries(fields)) call.ele(namespace, `ns1:${name}`).txt(value);
  return root.end();
}
