/** The files of one invoice for the holder of its link: XML, PDF, both as ZIP, and a copy by mail. */
import { createRoute, z } from '@hono/zod-openapi';
import { strToU8, zipSync } from 'fflate';
import { mailCopyForHolder } from '../../invoicing/mail-copy.ts';
import { createTurns } from '../../limits/turns.ts';
import { isStamped, type Stamped } from '../../print/prints.ts';
import { Problem } from '../../problems/problem.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { CUSTOMER, type Viewer, viewerOf } from './viewer.ts';

const opened = {
  params: z.object({ id: z.string().max(80) }),
  query: z.object({ token: z.string().max(200).default('') }),
};
const file = (type: string, description: string) => ({
  description,
  content: { [type]: { schema: z.string().openapi({ format: 'binary' }) } },
});

const xml = createRoute({
  method: 'get',
  path: '/invoices/{id}/xml',
  tags: ['Invoice'],
  summary: 'Download the stamped XML, byte for byte',
  request: opened,
  responses: { 200: file('application/xml', 'The CFDI.'), ...REFUSAL },
});
const pdf = createRoute({
  method: 'get',
  path: '/invoices/{id}/pdf',
  tags: ['Invoice'],
  summary: 'Download the representación impresa (PDF)',
  request: opened,
  responses: { 200: file('application/pdf', 'The PDF.'), ...REFUSAL },
});
const zip = createRoute({
  method: 'get',
  path: '/invoices/{id}/zip',
  tags: ['Invoice'],
  summary: 'Download the XML and PDF as ZIP',
  request: opened,
  responses: { 200: file('application/zip', 'The ZIP.'), ...REFUSAL },
});
const email = createRoute({
  method: 'post',
  path: '/invoices/{id}/email',
  tags: ['Invoice'],
  summary: 'Send a copy by mail',
  request: { ...opened, ...jsonBody(z.object({ email: z.email('email-malformed').max(254) })) },
  responses: { 202: jsonAnswer(z.object({ status: z.literal('queued') }), 'It will be sent.'), ...REFUSAL },
});

/** The routes below `/invoices/{id}` that take the invoice's token: XML, PDF, ZIP and a copy by mail. */
export function invoiceFileRoutes(services: Services) {
  const api = createApi();
  // It reads how many were sent before it adds one.
  const mailsInTurn = createTurns(1);
  const openStamped = async (id: string, viewer: Viewer | undefined): Promise<Stamped> => {
    const invoice = viewer && (await services.invoicing.store.invoices.get(id));
    if (!invoice) throw new Problem('unknown-token');
    if (!isStamped(invoice)) throw new Problem('unknown-resource');
    return invoice;
  };
  const shown = (id: string, token: string): Promise<Stamped> => openStamped(id, viewerOf(services, id, token));
  // A look at the invoice mails nothing: only the customer's own token does.
  const held = (id: string, token: string): Promise<Stamped> =>
    openStamped(id, services.tokens.opens(id, token) ? CUSTOMER : undefined);
  api.openapi(xml, async (c) => {
    const invoice = await shown(c.req.valid('param').id, c.req.valid('query').token);
    const { body, headers } = await invoiceFile(services, invoice, 'xml');
    return c.body(body, 200, headers);
  });
  api.openapi(pdf, async (c) => {
    const invoice = await shown(c.req.valid('param').id, c.req.valid('query').token);
    const { body, headers } = await invoiceFile(services, invoice, 'pdf');
    return c.body(body, 200, headers);
  });
  api.openapi(zip, async (c) => {
    const invoice = await shown(c.req.valid('param').id, c.req.valid('query').token);
    const name = fileName(invoice);
    const files = zipSync({
      [`${name}.xml`]: strToU8(invoice.stamped.xml),
      [`${name}.pdf`]: await services.prints.of(invoice),
    });
    return c.body(toBuffer(files), 200, attachment(invoice, 'zip', 'application/zip'));
  });
  api.openapi(email, async (c) => {
    const invoice = await held(c.req.valid('param').id, c.req.valid('query').token);
    const target = c.req.valid('json').email.toLowerCase();
    await mailsInTurn(invoice.id, () =>
      mailCopyForHolder(services.invoicing, invoice, { target, language: languageOf(c) }),
    );
    return c.json({ status: 'queued' as const }, 202);
  });
  return api;
}

/** Returns the XML byte for byte, or the PDF, with headers for a download that no cache stores. */
export async function invoiceFile(
  services: Services,
  invoice: Stamped,
  kind: 'xml' | 'pdf',
): Promise<{ readonly body: string | ArrayBuffer; readonly headers: Record<string, string> }> {
  if (kind === 'xml')
    return { body: invoice.stamped.xml, headers: attachment(invoice, 'xml', 'application/xml; charset=utf-8') };
  return { body: toBuffer(await services.prints.of(invoice)), headers: attachment(invoice, 'pdf', 'application/pdf') };
}

/** The file name `A-1042-{uuid}`, by which an accountant can file it. */
function fileName({ serie, folio, stamped }: Stamped): string {
  return `${serie}-${folio}-${stamped.uuid}`;
}

function attachment(invoice: Stamped, extension: string, contentType: string): Record<string, string> {
  return {
    'content-type': contentType,
    'content-disposition': `attachment; filename="${fileName(invoice)}.${extension}"`,
    'cache-control': 'private, no-store',
  };
}

function toBuffer(bytes: Uint8Array): ArrayBuffer {
  // A Buffer's `buffer` may be a whole pool that it is only a part of.
  return new Uint8Array(bytes).buffer;
}
