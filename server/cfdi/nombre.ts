/** Recognises common problems in a receptor's name: a capital regime, accents, or «público en general». Browser and server share this file. */

const CV = '(?:(?:DE)?CV|DECAPITALVARIABLE)?';
const SOFOM =
  '(?:SOFOM(?:ENR|ER)?|SOCIEDADFINANCIERADEOBJETOMULTIPLE(?:ENTIDAD(?:NO)?REGULADA)?|SOCIEDADFINANCIERAPOPULAR|SOFIPO|SFP)';
const LIMITED = '(?:DERESPONSABILIDAD(?:LIMITADA|ILIMITADA|SUPLEMENTADA)|DER[LIS])';

/**
 * The capital regimes that follow a name in deeds but not in the SAT's register (SAT, «Preguntas frecuentes CFDI 4.0», 2022), as
 * letters only, so that dots, commas, accents and spaces do not matter: LGSM 1, 51, 207, 211 and 260; LMV 12 and 13; LGOAAC
 * 87-B for the SOFOM; LGSC for cooperatives; Ley Agraria 111; LSSS.
 */
const REGIMEN_CAPITAL = new RegExp(
  `^(?:(?:${[
    `SA(?:PIB|PI|B|S)?${CV}`,
    `S(?:DE)?RL(?:MI|DEIP)?${CV}(?:MI|DEIP)?`,
    `SC(?:DE(?:P|C|AP))?${LIMITED}?${CV}`,
    `SCL|SNC|SCS|SCA|SEN(?:NC|C|CPORA)${CV}`,
    `SPR${LIMITED}?${CV}`,
    'AC|IAP|IBP|ABP|SSS',
    `SOCIEDADANONIMA(?:PROMOTORADEINVERSION)?(?:BURSATIL)?${CV}`,
    `SOCIEDADPORACCIONESSIMPLIFICADA${CV}`,
    `SOCIEDAD${LIMITED}(?:MICROINDUSTRIAL|DEINTERESPUBLICO)?${CV}(?:MI|MICROINDUSTRIAL)?`,
    `SOCIEDADCOOPERATIVA(?:DE(?:PRODUCCION|CONSUMO|AHORROYPRESTAMO))?(?:DEBIENESOSERVICIOS)?${LIMITED}?${CV}`,
    `SOCIEDADDEPRODUCCIONRURAL${LIMITED}?${CV}`,
    'SOCIEDADENNOMBRECOLECTIVO|SOCIEDADENCOMANDITA(?:SIMPLE|PORACCIONES)',
    'SOCIEDADCIVIL|ASOCIACIONCIVIL|INSTITUCIONDE(?:ASISTENCIA|BENEFICENCIA)PRIVADA',
  ].join('|')})${SOFOM}?|${SOFOM})$`,
);

// «VENTA AL PUBLICO EN GENERAL», «VTA PUBLICO GRAL» and other names that tills use for a sale to nobody in particular.
const BUYER = '(?:VENTAS?|VTAS?|CLIENTES?|CTE|CLTE|FACTURA)(?:AL?|DEL?|PARA(?:EL)?)?';
const WHICH = '(?:NACIONAL|EXTRANJERO|(?:DE)?MEXICO|MOSTRADOR|(?:DE)?CONTADO)';
const PUBLICO_EN_GENERAL = new RegExp(
  `^(?:${BUYER}|AL?|EL)?PUB(?:LICO|L)?(?:EN)?(?:GENERAL|GRAL|GRL|GEN)${WHICH}?$|^${BUYER}PUBLICO$`,
);

/** The name without the capital regime at its end; unchanged if there is none, or if nothing else would be left. */
export function withoutRegimenCapital(nombre: string): string {
  for (const gap of nombre.matchAll(/[\s,]+/g)) {
    const start = nombre.slice(0, gap.index).replace(/[\s,;.-]+$/, '');
    if (start && REGIMEN_CAPITAL.test(lettersOf(nombre.slice(gap.index)))) return start;
  }
  return nombre;
}

/** The name without accents or diaeresis; Ñ is a letter of its own, and stays. */
export function withoutAccents(nombre: string): string {
  return nombre
    .normalize('NFD')
    .replace(/(?<!n)[\u0300-\u036f]|(?<=n)[\u0300-\u0302\u0304-\u036f]/giu, '')
    .normalize('NFC');
}

/**
 * Whether it is the name of a global invoice's receptor, however disguised: with XAXX010101000 it would make a global invoice
 * (CFDI40130), and with any other RFC it is refused (CFDI40146; matriz de errores, 2024-12).
 */
export function isPublicoEnGeneral(nombre: string): boolean {
  return [nombre, withoutRegimenCapital(nombre)].some((text) => PUBLICO_EN_GENERAL.test(lettersOf(text)));
}

/** Whether two names are the same, ignoring capital regime, accents and punctuation. */
export function isSameNombre(a: string, b: string): boolean {
  const [one, other] = [a, b].map((nombre) => bareOf(withoutRegimenCapital(nombre)).replace(/[^A-Z\d&]/g, ''));
  return one !== '' && one === other;
}

// A zero within a word is meant as the letter O.
function lettersOf(text: string): string {
  return bareOf(text)
    .replace(/(?<=[A-Z])0/g, 'O')
    .replace(/[^A-Z]/g, '');
}

// «Ｐ» and «ﬁ» decompose into the letters that they show, «Á» into a letter and its accent.
function bareOf(text: string): string {
  return text.normalize('NFKD').toUpperCase();
}
