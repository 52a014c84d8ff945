/** What is still missing, in words, by the server's codes. */
import { msg } from '@lit/localize';

const WORDS: Readonly<Record<string, () => string>> = {
  issuer: () => msg('Faltan tus datos fiscales.', { id: 'missing-issuer' }),
  csd: () => msg('Falta tu sello digital (CSD).', { id: 'missing-csd' }),
  pac: () => msg('Falta tu cuenta con un PAC.', { id: 'missing-pac' }),
  branch: () => msg('Falta una sucursal.', { id: 'missing-branch' }),
  sales: () => msg('Falta una venta.', { id: 'missing-sales' }),
  portal: () => msg('Falta tu portal.', { id: 'missing-portal' }),
  test: () => msg('Falta facturar una venta de prueba.', { id: 'missing-test' }),
};

/** The sentence of a code; nothing for one that the panel does not know. */
export function missingWords(code: string): string | undefined {
  return WORDS[code]?.();
}
