/** The sandbox's refusals: the codes that PACs share, in nearly the same words. */

/** One fault of a document. */
export type Incidencia = { readonly code: string; readonly message: string; readonly pointer?: string };

/** A definite refusal, as it is sent. `code` is the first incidencia's; `satCode` is present if it is a code of the matrix. */
export type Refusal = {
  readonly code: string;
  readonly satCode?: string;
  readonly message: string;
  readonly incidencias: readonly Incidencia[];
};

// The SAT's authorised PACs use these numbers nearly verbatim (wire-contracts 1.1; collected 2026-11).
const TEXTS: Readonly<Record<string, string>> = {
  '301': 'XML mal formado',
  '302': 'Sello mal formado o inválido',
  '303': 'Sello no corresponde al emisor',
  '304': 'Certificado revocado o caduco',
  '305': 'La fecha de emisión no está dentro de la vigencia del CSD del emisor o el CSD no está en la LCO',
  '306': 'El certificado no es de tipo CSD',
  '308': 'Certificado no expedido por el SAT',
  '401': 'La fecha y hora de generación está fuera de rango: más de 72 horas o en el futuro',
  '402': 'El RFC del emisor no se encuentra en la LCO',
  '707': 'El CFDI ya contiene un TimbreFiscalDigital',
};

/** One incidencia with a PAC's number or a rule of the matrix, worded as PACs do: «CFDI40145 - El nombre …». */
export function incidencia(code: string, detail?: string, pointer?: string): Incidencia {
  const text = TEXTS[code];
  const words = text && detail ? `${text}: ${detail}` : (text ?? detail ?? 'Rechazo simulado');
  return { code, message: `${code} - ${words}`, ...(pointer !== undefined && { pointer }) };
}

/** A refusal with all its incidencias, represented by the first one. */
export function refusal(first: Incidencia, ...others: readonly Incidencia[]): Refusal {
  return {
    code: first.code,
    ...(first.code.startsWith('CFDI') && { satCode: first.code }),
    message: first.message,
    incidencias: [first, ...others],
  };
}
