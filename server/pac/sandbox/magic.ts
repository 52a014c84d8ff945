/**
 * Receptors and articles that make the sandbox misbehave, for what its table of taxpayers cannot produce. A magic receptor is accepted with
 * any name and postal code. Refusals happen every time; the rest once per document.
 */
import type { Comprobante } from '../../cfdi/comprobante.ts';
import { FAULTS, type Fault, type FaultName } from './faults.ts';

type Magic = { readonly faults: readonly FaultName[]; readonly rfc: string; readonly marker: string };

/** Faults by the receptor, or the NoIdentificacion of a concepto, that triggers them. */
export const MAGIC: readonly Magic[] = [
  { faults: ['lose-answer'], rfc: 'PER010101SI0', marker: 'SIM-RESPUESTA-PERDIDA' },
  { faults: ['late-answer'], rfc: 'TAR010101SI0', marker: 'SIM-RESPUESTA-TARDIA' },
  { faults: ['error-before'], rfc: 'ERA010101SI0', marker: 'SIM-ERROR-ANTES' },
  { faults: ['error-after'], rfc: 'ERD010101SI0', marker: 'SIM-ERROR-DESPUES' },
  { faults: ['html'], rfc: 'HTM010101SI0', marker: 'SIM-HTML' },
  { faults: ['half-body'], rfc: 'MED010101SI0', marker: 'SIM-MEDIA-RESPUESTA' },
  { faults: ['drop-before'], rfc: 'COR010101SI0', marker: 'SIM-CORTE' },
  { faults: ['unauthorized'], rfc: 'CLA010101SI0', marker: 'SIM-CLAVE-DEL-PAC' },
  { faults: ['no-credit'], rfc: 'CRE010101SI0', marker: 'SIM-SIN-CREDITO' },
  { faults: ['maintenance'], rfc: 'MAN010101SI0', marker: 'SIM-MANTENIMIENTO' },
  { faults: ['lose-answer', 'empty-307'], rfc: 'VAC010101SI0', marker: 'SIM-307-VACIO' },
  { faults: ['lco'], rfc: 'LCO010101SI0', marker: 'SIM-LCO' },
  { faults: ['csd-not-in-lco'], rfc: 'CSD010101SI0', marker: 'SIM-CSD-NUEVO' },
  { faults: ['stale'], rfc: 'VIE010101SI0', marker: 'SIM-FECHA-VIEJA' },
];

// SIM010101145 (moral) and SIMU010101145 (física) are refused with CFDI40145: any rule of 40101–40227, by its last digits.
const REFUSED_RFC = /^SIMU?010101([12]\d\d)$/;
const REFUSED_MARKER = /^SIM-RECHAZO-(CFDI\d{5,6}|\d{3})$/;

/** Whether a receptor exists only to misbehave. */
export function isMagicRfc(rfc: string): boolean {
  return REFUSED_RFC.test(rfc) || MAGIC.some((magic) => magic.rfc === rfc);
}

/** The faults a document asks for, by its receptor or by the NoIdentificacion of its conceptos. */
export function magicOf({ receptor, conceptos }: Comprobante): readonly Fault[] {
  const refused = REFUSED_RFC.exec(receptor.rfc)?.[1];
  return [
    ...(refused ? [{ fault: 'reject', code: `CFDI40${refused}` } as const] : []),
    ...MAGIC.filter((magic) => magic.rfc === receptor.rfc).flatMap(faultsOf),
    ...conceptos.flatMap(({ noIdentificacion }) => (noIdentificacion ? markedBy(noIdentificacion) : [])),
  ];
}

function markedBy(noIdentificacion: string): readonly Fault[] {
  const code = REFUSED_MARKER.exec(noIdentificacion)?.[1];
  return code
    ? [{ fault: 'reject', code }]
    : MAGIC.filter((magic) => magic.marker === noIdentificacion).flatMap(faultsOf);
}

function faultsOf({ faults }: Magic): readonly Fault[] {
  return faults.map((fault) => ({ fault }));
}

/** A refusal is about the document and stays; anything else happens once and then lets it through. */
export function actsOnce(fault: FaultName): boolean {
  return FAULTS[fault].stage !== 'rules';
}

const CANCEL = 'SIM-CANCELA-';

/** How a receptor of the sandbox reacts to a cancellation request that it has to accept, by the marker of a concepto. */
export type ReceptorAnswer = 'accepts' | 'rejects' | 'silent';
const RECEPTOR_ANSWERS: Readonly<Record<string, ReceptorAnswer>> = {
  [`${CANCEL}ACEPTA`]: 'accepts',
  [`${CANCEL}RECHAZA`]: 'rejects',
  [`${CANCEL}CALLA`]: 'silent',
};

/** The faults that a request to cancel this document triggers: `SIM-CANCELA-HTML` for `SIM-HTML`, and so on. */
export function cancelMagicOf({ conceptos }: Comprobante): readonly Fault[] {
  return conceptos.flatMap(({ noIdentificacion = '' }) =>
    noIdentificacion.startsWith(CANCEL) ? markedBy(noIdentificacion.replace(CANCEL, 'SIM-')) : [],
  );
}

/** Whether the receptor of this document has to accept, whatever the rules say, and what it answers. */
export function receptorAnswerOf({ conceptos }: Comprobante): ReceptorAnswer | undefined {
  const marker = conceptos.find(({ noIdentificacion }) => noIdentificacion && noIdentificacion in RECEPTOR_ANSWERS);
  return marker?.noIdentificacion === undefined ? undefined : RECEPTOR_ANSWERS[marker.noIdentificacion];
}
