/**
 * A merchant's past charges at Openpay, newest first (`creation[gte]`, `offset`, `limit`, assumed from npm openpay 1.0.5 and public clients).
 */
import type { ListPage } from '../../source.ts';
import { askOpenpay, type OpenpayApi } from './api.ts';
import { factsOfCharge } from './facts.ts';
import { CHARGES } from './shapes.ts';

const PAGE = 100;
const DAY_MS = 86_400_000;

/**
 * Lists the charges created since then; later changes of older charges only arrive by callback. `cursor` is the number of charges already read.
 * A charge created in the meantime shifts the others, so some are read twice and none is missed.
 */
export async function listCharges(
  api: OpenpayApi,
  since: number,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<ListPage> {
  const offset = Number(cursor ?? 0);
  // The date is in Mexico's time and has no hour, so an extra day loses nothing.
  const from = new Date(Math.max(0, since - DAY_MS)).toISOString().slice(0, 10);
  const query = new URLSearchParams({ 'creation[gte]': from, offset: String(offset), limit: String(PAGE) });
  const answer = await askOpenpay(api, `/charges?${query}`, signal);
  if (answer.kind !== 'json')
    return { kind: 'unavailable', reason: `Openpay: ${answer.kind === 'absent' ? 'HTTP 404' : answer.reason}` };
  const charges = CHARGES.safeParse(answer.value).data;
  if (!charges) return { kind: 'unavailable', reason: 'Openpay: HTTP 200, not its list' };
  const page = { kind: 'page', facts: charges.flatMap(factsOfCharge), count: charges.length } as const;
  return charges.length < PAGE ? page : { ...page, cursor: String(offset + PAGE) };
}
