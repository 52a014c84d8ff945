/**
 * Ranges of postal codes, as flat pairs: the first code of a run and what holds from there to the next run. Source: c_CodigoPostal
 * of CFDI 4.0 (95,748 codes, 2019–2022) by way of phpcfdi/resources-sat-catalogs (Unlicense). Zones are those of the Ley de los
 * Husos Horarios (DOF 2022-10-28): no summer time but on the northern border. Load the current catalogue for production.
 */

/** What the values of `ZONE_RUNS` mean. */
export const ZONES = [
  'America/Mexico_City',
  'America/Cancun',
  'America/Chihuahua',
  'America/Ciudad_Juarez',
  'America/Hermosillo',
  'America/Matamoros',
  'America/Mazatlan',
  'America/Ojinaga',
  'America/Tijuana',
] as const;

/** Zones by state, the northern border's municipalities (`border-time.ts`) aside. 63726–63739 are Bahía de Banderas, which keeps central time. */
export const ZONE_RUNS: readonly number[] = [
  1000, 0, 21000, 8, 23000, 6, 24000, 0, 31000, 2, 34000, 0, 63000, 6, 63726, 0, 63740, 6, 64000, 0, 68318, 6, 68319, 0,
  77000, 1, 78000, 0, 80000, 6, 83000, 4, 86000, 0,
];

/** Border stimulus of IVA: 0 none, 1 north, 2 south. */
export const FRONTERA_RUNS: readonly number[] = [
  1000, 0, 21000, 1, 22768, 0, 22769, 1, 22797, 0, 22798, 1, 22805, 0, 22806, 1, 22824, 0, 22825, 1, 22827, 0, 22828, 1,
  22834, 0, 22835, 1, 22862, 0, 22863, 1, 22864, 0, 22865, 1, 22877, 0, 22878, 1, 22906, 0, 22907, 1, 22936, 0, 22938,
  1, 22942, 0, 22944, 1, 22948, 0, 22949, 1, 22953, 0, 22954, 1, 22956, 0, 22957, 1, 22966, 0, 22967, 1, 22972, 0,
  22973, 1, 22976, 0, 22977, 1, 22979, 0, 22980, 1, 22983, 0, 22984, 1, 22992, 0, 22993, 1, 23000, 0, 24330, 2, 24350,
  0, 24640, 2, 24660, 0, 26000, 1, 26340, 0, 26400, 1, 26500, 0, 26640, 1, 26700, 0, 27500, 1, 27550, 0, 29933, 2,
  29940, 0, 29950, 2, 29970, 0, 30140, 2, 30170, 0, 30180, 2, 30190, 0, 30230, 2, 30300, 0, 30700, 2, 30950, 0, 31820,
  1, 31850, 0, 32000, 1, 32800, 0, 32850, 1, 32900, 0, 32980, 1, 33000, 0, 65000, 1, 65070, 0, 77000, 2, 77100, 0,
  77950, 2, 78000, 0, 83400, 1, 83800, 0, 83860, 1, 83900, 0, 84000, 1, 84120, 0, 84140, 1, 84160, 0, 84180, 1, 84320,
  0, 84620, 1, 84640, 0, 86900, 2, 86980, 0, 87300, 1, 87600, 0, 88000, 1, 88880, 0, 88900, 1, 89000, 0,
];

/** What the values of `ESTADO_RUNS` mean. The old copy says DIF; c_Estado of CFDI 4.0 says CMX. Empty: no state. */
export const ESTADO_CLAVES: readonly string[] =
  ' CMX AGU BCN BCS CAM COA COL CHP CHH DUR GUA GRO HID JAL MEX MIC MOR NAY NLE OAX PUE QUE ROO SLP SIN SON TAB TAM TLA VER YUC ZAC'.split(
    ' ',
  );

/** Runs by state: each first code is followed by an index into `ESTADO_CLAVES`. */
export const ESTADO_RUNS: readonly number[] = [
  1000, 1, 17000, 0, 20000, 2, 21000, 3, 23000, 4, 24000, 5, 25000, 6, 28000, 7, 29000, 8, 31000, 9, 34000, 10, 36000,
  11, 39000, 12, 42000, 13, 44000, 14, 50000, 15, 58000, 16, 62000, 17, 63000, 18, 64000, 19, 68000, 20, 68318, 18,
  68319, 20, 72000, 21, 76000, 22, 77000, 23, 78000, 24, 80000, 25, 83000, 26, 86000, 27, 87000, 28, 90000, 29, 91000,
  30, 97000, 31, 98000, 32,
];

/** 1 where codes exist, 0 where they do not. Codes are dense within a run, but not every number is one. */
export const EXISTING_RUNS: readonly number[] = [
  1000, 1, 17000, 0, 20000, 1, 20640, 0, 20641, 1, 28470, 0, 28500, 1, 52800, 0, 52900, 1, 54500, 0, 54539, 1, 54540, 0,
  54570, 1, 68930, 0, 68940, 1, 90751, 0, 90754, 1, 90755, 0, 90760, 1, 91311, 0, 91315, 1, 93770, 0, 93780, 1, 95050,
  0, 95060, 1, 95660, 0, 95670, 1,
];
