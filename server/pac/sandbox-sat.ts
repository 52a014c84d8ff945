/** The SAT of the sandbox: the status of the documents that the sandbox stamped. */
import { z } from 'zod';
import { askProvider } from '../outbound/ask-provider.ts';
import { parseJson } from '../outbound/json-answer.ts';
import { loopbackUrl } from './sandbox/loopback.ts';
import type { SatStatusService } from './sat-status.ts';
import { readSatTexts } from './sat-status-texts.ts';

/** Where the sandbox process is and how long its SAT may take to answer. */
export type SandboxSatOptions = {
  /** `http://127.0.0.1:{port}` of the sandbox's process. */
  readonly url: string;
  /** How long a call may take before it counts as no answer. */
  readonly timeoutMs: number;
};

const texts = z.object({
  codigo: z.string(),
  esCancelable: z.string(),
  estado: z.string(),
  estatusCancelacion: z.string(),
});

/** Creates a client. For a document that another PAC stamped it answers `unavailable`, so that the PAC is asked instead. */
export function createSandboxSat({ url, timeoutMs }: SandboxSatOptions): SatStatusService {
  return {
    async consult({ uuid }, signal) {
      const asking = loopbackUrl('/sat-status', url);
      asking.searchParams.set('uuid', uuid);
      const answer = await askProvider({ method: 'GET', url: asking, signal, timeoutMs });
      if (answer.kind !== 'answered') return { kind: 'unavailable', reason: answer.reason };
      const parsed = texts.safeParse(parseJson(answer.text));
      if (!parsed.success) return { kind: 'unavailable', reason: `HTTP ${answer.status}, not its JSON` };
      const { codigo, esCancelable, estado, estatusCancelacion } = parsed.data;
      const status = readSatTexts({
        ...{ CodigoEstatus: codigo, EsCancelable: esCancelable, Estado: estado },
        EstatusCancelacion: estatusCancelacion,
      });
      return status.kind === 'not-found' ? { kind: 'unavailable', reason: 'the sandbox has not stamped it' } : status;
    },
  };
}
