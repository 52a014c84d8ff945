/** The merchant's CSD: uploaded, and never read back. */
import { z } from '@hono/zod-openapi';
import type { CsdFault, CsdFiles } from '../../csd/csd.ts';
import { noteNewSeal } from '../../invoicing/notices.ts';
import { Problem } from '../../problems/problem.ts';
import { QueueFull } from '../../threads/fair-queue.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, guardedRoute } from './merchant-api.ts';

const base64 = z
  .string()
  .max(40_000, 'text-too-long')
  // Its lines are joined first: a pattern with the blanks in it would try each way to divide them.
  .refine((text) => /^[A-Za-z0-9+/]+={0,2}$/.test(text.replace(/\s/g, '')), 'malformed');

const upload = z
  .union([
    z.strictObject({ certificate: base64, privateKey: base64, password: z.string().max(200) }),
    z.strictObject({ pfx: base64, password: z.string().max(200) }),
  ])
  .openapi('CsdUpload', { description: 'The files in base64: .cer and .key, or .pfx.' });

/** A CSD as the API answers it. */
export const csdWire = z
  .object({
    id: z.string(),
    rfc: z.string(),
    nombre: z.string(),
    noCertificado: z.string(),
    validFrom: z.string(),
    validTo: z.string(),
    environment: z.enum(['production', 'test']),
  })
  .openapi('Csd');

const put = guardedRoute('csd:write', {
  method: 'post',
  path: '/csd',
  tags: ['Csd'],
  summary: 'Upload the CSD that seals invoices from now on',
  description: 'A FIEL is refused and not stored. Key and password are stored encrypted and are never returned.',
  request: jsonBody(upload),
  responses: { 201: jsonAnswer(csdWire, 'Stored, and active in the world of the API key.'), ...REFUSAL },
});

/** The field of the upload that a fault points to. In a .pfx the key has no field of its own. */
function pointerOf(code: CsdFault, kind: CsdFiles['kind']): string {
  if (code === 'csd-wrong-password') return '/password';
  if (code === 'csd-pfx-unreadable') return '/pfx';
  const isOfKey = code === 'csd-pair-mismatch' || (code.startsWith('csd-key-') && code !== 'csd-key-size');
  if (!isOfKey) return '/certificate';
  return kind === 'pfx' ? '/pfx' : '/privateKey';
}

const RETRY_AFTER_S = '10';

/** The route `POST /csd`, which takes the certificate and its key in base64 and never answers them. */
export function csdRoutes(services: Services) {
  const api = createMerchantApi(services);
  api.openapi(put, async (c) => {
    const tenant = c.get('principal').tenant;
    const body = c.req.valid('json');
    const merchant = await services.invoicing.store.merchants.getMerchant(tenant.merchantId);
    if (!merchant) throw new Error('a key without its merchant');
    const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
    const files =
      'pfx' in body
        ? ({ kind: 'pfx', pfx: bytes(body.pfx), password: body.password } as const)
        : ({
            kind: 'pair',
            cer: bytes(body.certificate),
            key: bytes(body.privateKey),
            password: body.password,
          } as const);
    const { custody, now } = services.invoicing;
    const outcome = await custody.storeCsd({ tenant, rfc: merchant.rfc, files, at: now() }).catch((error: unknown) => {
      if (error instanceof QueueFull) throw new Problem('unavailable', { params: { retryAfter: RETRY_AFTER_S } });
      throw error;
    });
    if (outcome.kind === 'refused') {
      throw new Problem('invalid-csd', {
        faults: outcome.faults.map((code) => ({ code, pointer: pointerOf(code, files.kind) })),
      });
    }
    await noteNewSeal(services.invoicing, tenant, outcome.certificate);
    const { rfc, nombre, noCertificado, validFrom, validTo, environment } = outcome.certificate;
    return c.json(
      {
        id: outcome.id,
        rfc,
        nombre,
        noCertificado,
        validFrom: validFrom.toISOString(),
        validTo: validTo.toISOString(),
        environment,
      },
      201,
    );
  });
  return api;
}
