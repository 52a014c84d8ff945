/**
 * Which claves of c_FormaPago say how an ordinary sale was paid. The Guía de llenado CFDI 4.0 (Anexo 20, FormaPago) asks for the form in
 * which the consideration was received; the claves below do not say that a payment was received for this sale. Definitions: Código Civil
 * Federal, the article named in each row.
 */

/** Why a clave is not the payment of an ordinary sale. */
export type FormaPagoUse =
  /** It extinguishes an earlier debt: the invoice was PPD with 99, and a payment receipt (REP) carries this clave. */
  | 'extinguishes-debt'
  /** It belongs to the egreso that applies an advance payment (Guía de llenado, apéndices 6 and 8). */
  | 'applies-anticipo'
  /** «Por definir»: only with MetodoPago PPD (CFDI40105, matriz de errores 2024-12-13), which is not issued here. */
  | 'to-be-defined';

const NOT_ORDINARY: Readonly<Record<string, FormaPagoUse>> = {
  // Dación en pago: another thing is given for what was owed (CCF 2095).
  '12': 'extinguishes-debt',
  // Pago por subrogación: somebody else pays the creditor and takes its place (CCF 2058).
  '13': 'extinguishes-debt',
  // Pago por consignación: the money is deposited with a court (CCF 2097).
  '14': 'extinguishes-debt',
  // Condonación: the debt is forgiven, nothing is received (CCF 2209).
  '15': 'extinguishes-debt',
  // Compensación: two debts cancel each other out (CCF 2185).
  '17': 'extinguishes-debt',
  // Novación: a new obligation replaces the old one (CCF 2213).
  '23': 'extinguishes-debt',
  // Confusión: debtor and creditor become one (CCF 2206).
  '24': 'extinguishes-debt',
  // Remisión de deuda: the creditor gives up its claim (CCF 2209).
  '25': 'extinguishes-debt',
  // Prescripción o caducidad: time extinguishes the obligation (CCF 1135).
  '26': 'extinguishes-debt',
  // A satisfacción del acreedor: the creditor accepts that the debt is settled, without saying how.
  '27': 'extinguishes-debt',
  // Aplicación de anticipos.
  '30': 'applies-anticipo',
  '99': 'to-be-defined',
};

/** Why the clave cannot be how an ordinary sale was paid; `undefined` if it can. Says nothing about claves outside the catalogue. */
export function notOrdinary(clave: string): FormaPagoUse | undefined {
  return NOT_ORDINARY[clave];
}
