/** The request header with a proof of work. */
export const PROOF_HEADER = 'X-Autofactura-Proof';
