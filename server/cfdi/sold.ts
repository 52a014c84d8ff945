/**
 * What was sold, in the terms of the sale: the input from which a Comprobante's conceptos, taxes and totals are computed.
 * Amounts are decimal strings with up to 6 decimals; the API, the CSV and the `build` command all use this shape.
 */

/** A tax on one line. Its amount is always computed, never given. */
export type SoldImpuesto = {
  readonly tipo: 'traslado' | 'retencion';
  /** c_Impuesto: 001 ISR, 002 IVA, 003 IEPS. */
  readonly impuesto: '001' | '002' | '003';
  readonly tipoFactor: 'Tasa' | 'Cuota' | 'Exento';
  /** Six decimals, as in c_TasaOCuota (`0.160000`); absent on Exento. */
  readonly tasaOCuota?: string;
  /** On a Cuota, the taxed units in the whole line (litres, cigarettes…); the line's `cantidad` when absent. */
  readonly base?: string;
};

/** One line of a sale. `descuento` is for the whole line. */
export type SoldConcepto = {
  readonly claveProdServ: string;
  readonly noIdentificacion?: string;
  readonly descripcion: string;
  readonly claveUnidad: string;
  readonly unidad?: string;
  readonly cantidad: string;
  readonly valorUnitario: string;
  readonly descuento?: string;
  readonly objetoImp: string;
  readonly impuestos: readonly SoldImpuesto[];
};

/** A sale, as far as its taxes and totals depend on it. */
export type Sold = {
  readonly moneda: string;
  /** What the customer paid for what is invoiced, net of retenciones and without tip and rounding donation. */
  readonly total: string;
  /** Whether `valorUnitario` and discounts include the traslados. */
  readonly pricesIncludeTax: boolean;
  /** A discount on the whole sale, spread over its lines by importe. */
  readonly descuento?: string;
  readonly conceptos: readonly SoldConcepto[];
};

/** The five tax details of the receptor, normalised: RFC and name in capitals, single spaces. */
export type Receptor = {
  readonly rfc: string;
  readonly nombre: string;
  readonly codigoPostal: string;
  readonly regimenFiscal: string;
  readonly usoCfdi: string;
};
