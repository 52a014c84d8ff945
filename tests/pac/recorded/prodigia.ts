/** Prodigia (PADE): wire-contracts 4, read 2026-11. No Accept. The document is the body, byte for byte. */
import { ACCOUNTS } from '../../stand-ins/accounts.ts';
import type { ReadRequest } from './request.ts';
import { base64, type Recorded } from './scene.ts';

const { user, password, contrato } = ACCOUNTS.prodigia;

function stamping(operation: string, text: string): ReadRequest {
  return {
    method: 'POST',
    path: `/servicio/rest/${operation}`,
    query: [`contrato=${contrato}`, 'opciones=REGRESAR_CON_ERROR_307_XML', 'opciones=RESPUESTA_JSON'],
    headers: { authorization: `Basic ${base64(`${user}:${password}`)}`, 'content-type': 'application/xml' },
    body: { text },
  };
}

export const STAMP_TEST: Recorded = ({ document }) => [stamping('timbrado40Prueba', document.xml)];

export const STAMP_LIVE: Recorded = ({ document }) => [stamping('timbrado40', document.xml)];

/** Not recorded: no operation that only tries an account is. Ours sends what is no CFDI to be stamped. */
export const TRY: Recorded = () => [stamping('timbrado40Prueba', '<prueba/>')];
