/** Whether a merchant may charge IVA at 8 %: the merchant declares it, with the day on which its stimulus ends. */
import type { Fault } from '../problems/problem.ts';
import type { PortalSettings } from './portal.ts';

/** Why no portal's switch allows 8 % on a local day (`2026-11-20`); `undefined` if one does. `pointer` is that of the rate. */
export function switchFault(
  settings: readonly Pick<PortalSettings, 'ivaFrontera'>[],
  day: string,
  pointer: string,
): Fault | undefined {
  const ends = settings.flatMap(({ ivaFrontera }) => ivaFrontera?.until ?? []);
  const last = ends.reduce<string | undefined>(
    (latest, end) => (latest === undefined || end > latest ? end : latest),
    undefined,
  );
  if (last === undefined) return { code: 'iva-frontera-off', pointer };
  return day <= last
    ? undefined
    : { code: 'iva-frontera-ended', pointer, params: { date: last.split('-').reverse().join('/') } };
}
