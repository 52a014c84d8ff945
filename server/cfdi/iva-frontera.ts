/**
 * IVA at 8 %: what a document alone can tell. Sources: Decreto de estímulos fiscales región fronteriza norte (DOF 2018-12-31) and sur (DOF
 * 2020-12-30); Guía de llenado CFDI 4.0, TasaOCuota: the place of issue and the ClaveProdServ must be those that the catalogues mark with
 * the stimulus. Whether and until when the issuer filed its notice, only the issuer can say.
 */
import { NO_EXISTE_EN_EL_CATALOGO } from '../catalogs/clave-prod-serv.ts';
import { estimuloFronteraOf } from '../catalogs/postal-code.ts';
import type { Fault } from '../problems/problem.ts';
import type { Comprobante } from './comprobante.ts';
import { toMicro } from './money.ts';
import { amountOf } from './written-decimal.ts';

/**
 * The last day of the decrees as far as it is known here: both were extended by DOF 2024-12-24. A later extension was not found, so each
 * merchant says until when its stimulus runs.
 */
export const KNOWN_DECREE_END = '2025-12-31';

const RATE = toMicro('0.08');

/** Whether a tax is IVA transferred at the border rate, however its zeros are written. */
export function isIvaFrontera(tax: { readonly impuesto: string; readonly tasaOCuota?: string | undefined }): boolean {
  return tax.impuesto === '002' && amountOf(tax.tasaOCuota) === RATE;
}

/** A concepto taxed at 8 %, where it was sold, and whether the catalogue marks its clave; absent if the catalogue is not loaded. */
export type FronteraConcepto = {
  readonly codigoPostal: string;
  readonly claveProdServ: string;
  readonly isMarked?: boolean | undefined;
  /** In a global invoice every ticket has the clave 01010101, and may be taxed at 8 % (Guía de llenado del CFDI global v4.0). */
  readonly isGlobal?: boolean;
};

/** Faults that forbid 8 %. `pointers` are those of the rate and the clave. */
export function fronteraFaults(
  { codigoPostal, claveProdServ, isMarked, isGlobal = false }: FronteraConcepto,
  pointers: { readonly rate: string; readonly clave: string },
): readonly Fault[] {
  const isBarred = claveProdServ === NO_EXISTE_EN_EL_CATALOGO ? !isGlobal : isMarked === false;
  return [
    ...(estimuloFronteraOf(codigoPostal) === 0 ? [{ code: 'iva-frontera-not-enabled', pointer: pointers.rate }] : []),
    ...(isBarred ? [{ code: 'iva-frontera-clave', pointer: pointers.clave, params: { clave: claveProdServ } }] : []),
  ];
}

/** The same for a whole document, whoever issued it. */
export function documentFronteraFaults(comprobante: Comprobante): readonly Fault[] {
  const { lugarExpedicion: codigoPostal, conceptos, informacionGlobal } = comprobante;
  return conceptos.flatMap(({ claveProdServ, traslados }, index) =>
    traslados.flatMap((tax, at) =>
      isIvaFrontera(tax)
        ? fronteraFaults(
            { codigoPostal, claveProdServ, isGlobal: informacionGlobal !== undefined },
            {
              rate: `/conceptos/${index}/impuestos/traslados/${at}/tasaOCuota`,
              clave: `/conceptos/${index}/claveProdServ`,
            },
          )
        : [],
    ),
  );
}
