/**
 * The municipalities of the northern border that keep the summer time of their neighbours in the United States, by their postal codes.
 *
 * Source: Ley de los Husos Horarios en los Estados Unidos Mexicanos, «horario estacional» of the northern border (DOF 2022-10-28, in
 * force 2022-10-30), with its reform of DOF 2022-11-29, which gave Chihuahua's border its two zones; the same as tzdb 2022g and later.
 * Every municipality that the law lists is named here. Their blocks of codes: Correos de México (SEPOMEX) and c_CodigoPostal, 2019–2022.
 *
 * This is not the region of the IVA stimulus (`FRONTERA_RUNS`), whose decree has a list of its own: Allende, Morelos and Villa Unión
 * keep border time and have no stimulus; Sonora's border has the stimulus and no summer time.
 */

type BorderZone = 'America/Ciudad_Juarez' | 'America/Matamoros' | 'America/Ojinaga';

/** A block of postal codes, both ends included, and the municipalities that share it. Baja California as a whole is in `ZONE_RUNS`. */
export type BorderBlock = {
  readonly estado: 'CHH' | 'COA' | 'NLE' | 'TAM';
  readonly municipios: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly zone: BorderZone;
};

const block = (
  estado: BorderBlock['estado'],
  municipios: readonly string[],
  [from, to]: readonly [string, string],
  zone: BorderZone,
): BorderBlock => ({ estado, municipios, from, to, zone });

const JUAREZ = 'America/Ciudad_Juarez';
const OJINAGA = 'America/Ojinaga';
const MATAMOROS = 'America/Matamoros';

/** Blocks of postal codes, both ends included, with the time zone they keep. Sorted by state, not by code. */
export const BORDER_BLOCKS: readonly BorderBlock[] = [
  block('COA', ['Piedras Negras'], ['26000', '26169'], MATAMOROS),
  block('COA', ['Nava'], ['26170', '26199'], MATAMOROS),
  block('COA', ['Acuña'], ['26200', '26339'], MATAMOROS),
  block('COA', ['Jiménez'], ['26400', '26449'], MATAMOROS),
  block('COA', ['Zaragoza'], ['26450', '26499'], MATAMOROS),
  block('COA', ['Morelos'], ['26500', '26529'], MATAMOROS),
  block('COA', ['Allende'], ['26530', '26599'], MATAMOROS),
  block('COA', ['Villa Unión'], ['26600', '26639'], MATAMOROS),
  block('COA', ['Guerrero', 'Hidalgo'], ['26640', '26699'], MATAMOROS),
  block('COA', ['Ocampo'], ['27500', '27549'], MATAMOROS),
  block('CHH', ['Ascensión', 'Janos'], ['31820', '31849'], JUAREZ),
  block('CHH', ['Juárez', 'Guadalupe', 'Praxedis G. Guerrero'], ['32000', '32799'], JUAREZ),
  block('CHH', ['Coyame del Sotol', 'Ojinaga'], ['32850', '32899'], OJINAGA),
  block('CHH', ['Manuel Benavides'], ['32980', '32999'], OJINAGA),
  block('NLE', ['Anáhuac'], ['65000', '65069'], MATAMOROS),
  block('TAM', ['Matamoros', 'Valle Hermoso'], ['87300', '87599'], MATAMOROS),
  block(
    'TAM',
    ['Nuevo Laredo', 'Guerrero', 'Mier', 'Miguel Alemán', 'Camargo', 'Gustavo Díaz Ordaz', 'Reynosa'],
    ['88000', '88879'],
    MATAMOROS,
  ),
  block('TAM', ['Río Bravo'], ['88900', '88999'], MATAMOROS),
];

/** The zone of a code in one of the blocks; `undefined` for any other. */
export function borderZoneOf(codigoPostal: string): BorderZone | undefined {
  return BORDER_BLOCKS.find(({ from, to }) => from <= codigoPostal && codigoPostal <= to)?.zone;
}
