/** `autofactura sat-status FILE.xml…`: what the SAT says about stamped CFDIs, and what that means for a cancellation. */
import { parseArgs } from 'node:util';
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import { processConfig } from '../main/config.ts';
import { type CancellationState, cancellationOf } from '../pac/cancellation-state.ts';
import { createConsultaCfdi } from '../pac/consulta-cfdi.ts';
import { type PrintedCfdi, printedCfdiOf, type SatStatus } from '../pac/sat-status.ts';
import { type Command, UsageError } from './command.ts';
import { readXml } from './read-xml.ts';

const TIMEOUT_MS = 20_000;

/** Exits with 1 unless the SAT reports every file as vigente. */
export const run: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  if (positionals.length === 0) throw new UsageError('Which file?');
  const { providersUrl } = processConfig();
  const sat = createConsultaCfdi({ timeoutMs: TIMEOUT_MS, ...(providersUrl && { baseUrl: `${providersUrl}/sat` }) });
  const { signal } = new AbortController();
  let code = 0;
  for (const file of positionals) {
    const cfdi = printedIn(file);
    const status = cfdi && (await sat.consult(cfdi, signal));
    if (cfdi && status) {
      const line = { uuid: cfdi.uuid, status, cancellation: cancellationOf(status) };
      if (values.json) console.log(JSON.stringify(positionals.length > 1 ? { file, ...line } : line));
      else console.log(`${file}  ${cfdi.uuid}  ${statusLine(status)}  cancellation: ${stateLine(line.cancellation)}`);
    }
    if (status?.kind !== 'found' || status.estado !== 'vigente') code = 1;
  }
  return code;
};

/** A file that is not a stamped CFDI is reported on stderr; the others are still processed. */
function printedIn(file: string): PrintedCfdi | undefined {
  try {
    const read = readCfdi(readXml(file).text);
    if (read.kind !== 'cfdi') throw new Error(`${file}: ${read.detail}`);
    const [timbre] = read.file.timbres;
    if (!timbre) throw new Error(`${file}: it is not stamped, so the SAT cannot know it`);
    return printedCfdiOf(read.file.comprobante, timbre);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

function statusLine(status: SatStatus): string {
  if (status.kind === 'unavailable') return `unavailable (${status.reason})`;
  if (status.kind !== 'found') return status.kind;
  const { estado, cancelable = 'not-said', cancelacion, emisor69b } = status;
  return `${estado}  cancelable: ${cancelable}  request: ${cancelacion}  69-B: ${emisor69b}`;
}

function stateLine(state: CancellationState): string {
  return state.kind === 'canceled' && state.how ? `canceled (${state.how})` : state.kind;
}
