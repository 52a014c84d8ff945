/** What Facturama's answers mean (wire-contracts 6.2–6.4, read 2026-11). They contain no codes, only texts. */
import { z } from 'zod';
import type { ProviderAnswer } from '../outbound/ask-provider.ts';
import { parseJson } from '../outbound/json-answer.ts';
import { satCodeIn } from '../problems/sat-faults.ts';
import type { AccountTrouble, CancelReply, PacReply } from './pac.ts';
import { rejected, turnedAway, unknown } from './reply.ts';

type Answered = Extract<ProviderAnswer, { kind: 'answered' }>;

/** A document in its list. Its SDKs type all fields as strings; we rely only on the id. */
export type Listed = { readonly id: string; readonly uuid?: string };

const errorSchema = z.object({
  Message: z.string().nullish(),
  ModelState: z.record(z.string(), z.array(z.string())).nullish(),
});
const issuedSchema = z.object({ Id: z.string().min(1) });
const fileSchema = z.object({ Content: z.string().min(1) });
const listSchema = z.array(
  z.object({ Id: z.union([z.string().min(1), z.number()]).transform(String), Uuid: z.string().nullish() }),
);
const canceledSchema = z.object({
  Status: z.string(),
  Message: z.string().nullish(),
  AcuseXmlBase64: z.string().nullish(),
});

/** The id of the issued document; `undefined` unless the answer is a success that contains it. */
export function issuedIdIn({ status, text }: Answered): string | undefined {
  return status === 200 || status === 201 ? issuedSchema.safeParse(parseJson(text)).data?.Id : undefined;
}

/** The text of the file; `undefined` if the answer is not a file. */
export function fileIn({ status, text }: Answered): string | undefined {
  const content = status === 200 ? fileSchema.safeParse(parseJson(text)).data?.Content : undefined;
  return content === undefined ? undefined : Buffer.from(content, 'base64').toString('utf8');
}

/** The documents in the list; `undefined` if the answer is not a list and so proves nothing. */
export function listIn({ status, text }: Answered): readonly Listed[] | undefined {
  const list = status === 200 ? listSchema.safeParse(parseJson(text)).data : undefined;
  return list?.map(({ Id, Uuid }) => ({ id: Id, ...(Uuid != null && { uuid: Uuid }) }));
}

// Its wording for exhausted folios is not documented; these phrases can mean nothing else.
const NO_CREDIT = /\b(?:sin|no (?:cuenta con|tiene)|se agotaron los|ya no hay) (?:suficientes )?folios\b/i;
// The request's fields that can be wrong on their own, under any name it gives the request.
const ASKED =
  /(?:^|\.)(?:Receiver|Issuer|Items?|ExpeditionPlace|PaymentForm|PaymentMethod|Currency|Date|Serie|Folio|NameId)\b/;

/** What is wrong with the account according to the answer; `undefined` if nothing is. */
export function accountTrouble({ status, text }: Answered): AccountTrouble | undefined {
  if (status === 401) return 'credentials';
  if (status === 429) return 'rate-limit';
  if ((status === 400 || status === 402 || status === 403) && NO_CREDIT.test(text)) return 'credit';
  return status === 403 ? 'suspended' : undefined;
}

/** Interprets a failure: the account was turned away, a definite refusal, or unknown. */
export function failureReply(answer: Answered): Extract<PacReply, { kind: 'not-sent' | 'rejected' | 'unknown' }> {
  const { status, text } = answer;
  const account = accountTrouble(answer);
  if (account) return turnedAway(account, `HTTP ${status}`);
  const body = status === 400 ? errorSchema.safeParse(parseJson(text)).data : undefined;
  if (!body) return unknown(`HTTP ${status}`);
  const fields = Object.entries(body.ModelState ?? {});
  const texts = [body.Message ?? '', ...fields.flatMap(([, messages]) => messages)];
  const message = texts.filter((each) => each !== '').join(' · ');
  // It says that a stamp already exists, in whatever field: that is not a refusal.
  if (/\b307\b|timbre previo/i.test(message)) return unknown('HTTP 400, 307');
  const code = satCodeIn(message) ?? texts.map(sharedNumberIn).find((number) => number !== undefined);
  if (code !== undefined) return rejected(code, message);
  const asked = fields.filter(([field]) => ASKED.test(field));
  // A message that is not about a field of ours may be about anything, even its PAC's timeout, so it is not a definite
  // refusal.
  if (asked.length === 0) return unknown('HTTP 400, no code');
  return rejected('model-state', asked.map(([field, messages]) => `${field}: ${messages.join(' ')}`).join(' · '));
}

/** One of the codes that all PACs share (wire-contracts 1.1), at the start of a text. */
function sharedNumberIn(text: string): string | undefined {
  return /^\s*(30[1-6]|308|40[1-3])\b/.exec(text)?.[1];
}

/** Only the Status counts: answers of 200 without a body, or with `active`, have been seen to cancel nothing. */
export function cancelReply(answer: Answered): CancelReply {
  if (answer.status === 404) return { kind: 'not-yet-known' };
  if (answer.status !== 200) return failureReply(answer);
  const body = canceledSchema.safeParse(parseJson(answer.text)).data;
  switch (body?.Status) {
    case 'canceled':
    case 'acepted':
    case 'pending': {
      const acuse = acuseIn(body.AcuseXmlBase64);
      return { kind: 'requested', ...(acuse !== undefined && { acuse }), repeated: false };
    }
    case 'rejected':
    case 'expired':
      return { kind: 'rejected', code: body.Status, message: body.Message || body.Status };
    default:
      return unknown(`HTTP 200, ${body ? `Status ${body.Status}` : 'not its JSON'}`);
  }
}

/** It has been seen to return the CFDI itself when there is no acuse. */
function acuseIn(base64: string | null | undefined): string | undefined {
  const xml = base64 ? Buffer.from(base64, 'base64').toString('utf8') : '';
  return xml === '' || /<(?:\w+:)?Comprobante\b/.test(xml) ? undefined : xml;
}
