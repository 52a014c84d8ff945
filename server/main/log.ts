/** Structured logs, one JSON object a line. Events carry ids, codes and states; personal data has no field to go in. */
import pino from 'pino';
import type { Log } from '../text/log.ts';

/** Alarms and failures are errors, requests and funnel are info. `toStderr` keeps stdout for a command's result. */
export function createLog(level: string, options: { readonly toStderr?: boolean } = {}): Log {
  const logger = pino({ level, base: null }, pino.destination({ dest: options.toStderr ? 2 : 1, sync: false }));
  return (event, fields) => {
    if (/^alarm\.|\.failed$/.test(event)) logger.error({ event, ...fields });
    else logger.info({ event, ...fields });
  };
}
