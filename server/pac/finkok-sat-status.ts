/** The SAT's status from Finkok's `get_sat_status` (wire-contracts 10.3, read 2026-11): everything but 69-B. */
import type { z } from 'zod';
import { childText, elementsNamed } from '../outbound/xml-answer.ts';
import type { FINKOK_CREDENTIALS } from './finkok-credentials.ts';
import { callFinkok, type FinkokAnswer } from './finkok-soap.ts';
import type { SatStatus, SatStatusService } from './sat-status.ts';
import { readSatStatus } from './sat-status-texts.ts';

type FinkokSatStatusOptions = {
  readonly credentials: z.output<typeof FINKOK_CREDENTIALS>;
  readonly baseUrl: string;
  /** How long a call may take before it counts as no answer. */
  readonly timeoutMs: number;
};

/** Creates a client for the merchant's own account, which can only ask about its own documents. */
export function createFinkokSatStatus({ credentials, baseUrl, timeoutMs }: FinkokSatStatusOptions): SatStatusService {
  const { username, password } = credentials;
  return {
    async consult({ rfcEmisor, rfcReceptor, uuid, total }, signal) {
      const fields = { username, password, taxpayer_id: rfcEmisor, rtaxpayer_id: rfcReceptor, uuid, total };
      const call = { service: 'cancel', operation: 'get_sat_status', fields } as const;
      return statusOf(await callFinkok(call, { baseUrl, timeoutMs, signal }));
    },
  };
}

function statusOf(answer: FinkokAnswer): SatStatus {
  if (answer.kind === 'rate-limited') return { kind: 'unavailable', reason: 'HTTP 429' };
  if (answer.kind !== 'result') return { kind: 'unavailable', reason: answer.reason };
  const [sat] = elementsNamed(answer.result, 'sat');
  if (sat && sat.children.length > 0) return readSatStatus(sat);
  return { kind: 'unavailable', reason: childText(answer.result, 'error') || 'nothing of the SAT in the answer' };
}
