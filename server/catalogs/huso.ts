/** Converts c_CodigoPostal's «Referencias del Huso Horario» to an IANA zone. */
import { type Zone, zoneOf } from './postal-code.ts';

/** The columns of a row that determine its clock: the month in which summer time begins, and the hours from UTC in summer and winter. */
export type Huso = {
  readonly veranoMes: string;
  readonly veranoDiferencia: string;
  readonly inviernoDiferencia: string;
};

// Hours from UTC in winter / in summer, since the Ley de los Husos Horarios of 2022-10-30 and its reforms.
const HOURS: Readonly<Record<Zone, string>> = {
  'America/Mexico_City': '-6/-6',
  'America/Cancun': '-5/-5',
  'America/Chihuahua': '-6/-6',
  'America/Ciudad_Juarez': '-7/-6',
  'America/Hermosillo': '-7/-7',
  'America/Matamoros': '-6/-5',
  'America/Mazatlan': '-7/-7',
  'America/Ojinaga': '-6/-5',
  'America/Tijuana': '-8/-7',
};

/**
 * The zone of a loaded row; `undefined` only for what is no postal code. The description is not read: its names («Tiempo del
 * Noroeste en Frontera») say neither place nor hours. Our own table answers unless the row's hours contradict it, which
 * means the SAT moved that code since; a row still in the summer time of April that ended on 2022-10-30 contradicts nothing.
 */
export function zoneFromHuso(codigoPostal: string, estado: string, huso: Huso): Zone | undefined {
  const known = zoneOf(codigoPostal);
  const hours = hoursOf(huso);
  if (!known || !hours || hours === HOURS[known]) return known;
  return zoneWith(hours, estado) ?? known;
}

function hoursOf({ veranoMes, veranoDiferencia, inviernoDiferencia }: Huso): string | undefined {
  const month = veranoMes.trim().toLowerCase();
  const winter = inviernoDiferencia.trim();
  if (month === 'marzo') return `${winter}/${veranoDiferencia.trim()}`;
  return month === '' && winter !== '' ? `${winter}/${winter}` : undefined;
}

function zoneWith(hours: string, estado: string): Zone | undefined {
  const preferred: readonly Zone[] =
    estado === 'CHH'
      ? ['America/Chihuahua', 'America/Ojinaga']
      : estado === 'SON'
        ? ['America/Hermosillo']
        : ['America/Mazatlan'];
  const zones = [...preferred, ...(Object.keys(HOURS) as Zone[])];
  return zones.find((zone) => HOURS[zone] === hours);
}
