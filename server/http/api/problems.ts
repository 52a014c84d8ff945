/** Turns problems into RFC 9457 answers in the requested language. Details for the operator are logged and never sent. */

import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { html } from 'hono/html';
import { HTTPException } from 'hono/http-exception';
import type { Links } from '../../links/links.ts';
import {
  type Fault,
  faultDetail,
  type Language,
  Problem,
  problemDetail,
  problemTitle,
  type Reader,
  type Suggestion,
} from '../../problems/problem.ts';
import { StoreUnavailable } from '../../problems/store-unavailable.ts';
import type { Log } from '../../text/log.ts';
import { page, pageAnswer } from './page.ts';
import type { suggestionWire } from './wire.ts';

/** The language of an answer: `es-MX` unless the caller prefers English. */
export function languageOf(c: Context): Language {
  return /^\s*en\b/i.test(c.req.header('accept-language') ?? '') ? 'en' : 'es-MX';
}

/**
 * Answers any error, as a page if a person is looking at one of our own pages. Only a `Problem` is explained; anything else becomes
 * `internal-error` with the request's id.
 */
export function problemAnswer(c: Context, error: unknown, log: Log, links: Links): Response | Promise<Response> {
  const problem = asProblem(error);
  if (error instanceof StoreUnavailable)
    log('store.failed', { requestId: c.get('requestId'), code: engineCodeOf(error.cause) });
  if (problem.code === 'internal-error') {
    const kind = error instanceof Error ? error.name : typeof error;
    log('request.failed', { requestId: c.get('requestId'), code: problem.code, kind, at: placeOf(error) });
  }
  if (isNavigation(c)) return problemPage(c, problem);
  const reader = c.get('principal') === undefined ? 'customer' : 'merchant';
  return c.json(problemBody(problem, languageOf(c), links, reader), problem.status as 400, problemHeaders(problem));
}

/** Whether a browser is navigating to one of our pages. The API does not guess, because some clients send `text/html` without meaning it. */
function isNavigation(c: Context): boolean {
  return c.req.method === 'GET' && !c.req.path.startsWith('/v1') && /\btext\/html\b/.test(c.req.header('accept') ?? '');
}

/** Answers with a problem as a page. The portal is not known there, so the page is in the country's language. */
export function problemPage(c: Context, problem: Problem): Response | Promise<Response> {
  const language = 'es-MX';
  const title = problemTitle(problem.code, language);
  const body = html`<h1>${title}</h1><p>${problemDetail(problem, language)}</p>`;
  return pageAnswer(c, page(language, title, body), { status: problem.status as 400 });
}

/** Builds the body of a problem, with all faults at once, each with its pointer and sentence. */
export function problemBody(
  problem: Problem,
  language: Language,
  { api }: Links,
  reader: Reader = 'customer',
): Readonly<Record<string, unknown>> {
  return {
    type: api.problem(problem.code),
    title: problemTitle(problem.code, language, reader),
    status: problem.status,
    detail: problemDetail(problem, language, reader),
    code: problem.code,
    fixedAt: problem.fixedAt,
    errors: problem.faults.map((fault) => faultBody(fault, language)),
    ...(problem.suggestions.length > 0 && {
      suggestions: problem.suggestions.map((suggestion) => suggestionBody(suggestion, language)),
    }),
    ...(problem.params.retryAfter !== undefined && { retryAfter: Number(problem.params.retryAfter) }),
    ...(problem.request && { request: problem.request }),
    ...(problem.challenge && { challenge: problem.challenge }),
  };
}

/** One fault of a problem as the API answers it; `pointer` is a JSON Pointer into the request's body. */
export type FaultBody = { pointer: string; code: string; satCode?: string; detail: string };

/** Builds a fault with its sentence, for `errors[]`. */
export function faultBody(fault: Fault, language: Language): FaultBody {
  return {
    pointer: fault.pointer,
    code: fault.code,
    ...(fault.satCode !== undefined && { satCode: fault.satCode }),
    detail: faultDetail(fault, language),
  };
}

/** Builds a suggestion with its sentence. */
export function suggestionBody(
  { field, value, code }: Suggestion,
  language: Language,
): z.output<typeof suggestionWire> {
  return { field, value, detail: faultDetail({ code, pointer: '', params: { value } }, language) };
}

function problemHeaders(problem: Problem): Record<string, string> {
  const retryAfter = problem.params.retryAfter;
  return { 'content-type': 'application/problem+json', ...(retryAfter !== undefined && { 'retry-after': retryAfter }) };
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StoreUnavailable)
    return new Problem('unavailable', { params: { retryAfter: RETRY_AFTER_S }, cause: error });
  if (error instanceof HTTPException && error.status < 500)
    return new Problem(error.status === 413 ? 'payload-too-large' : 'malformed-request');
  return new Problem('internal-error', { cause: error });
}

/** The Retry-After of an unavailable database. */
const RETRY_AFTER_S = '5';

/** The database engine's error code (`57P01`, `SQLITE_FULL`), which contains no data; drizzle wraps the error that has it. */
function engineCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error ? String(error.code) : engineCodeOf(error.cause);
}

/** Where an error was thrown, without its message, which may quote what was sent. */
function placeOf(error: unknown): string | undefined {
  return error instanceof Error
    ? error.stack
        ?.split('\n')
        .find((line) => line.trim().startsWith('at '))
        ?.trim()
    : undefined;
}
