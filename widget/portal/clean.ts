/** Normalises what people type or paste before it is sent. Nothing is refused for how it was written. */

/**
 * The normalised value of a field, by its name: only digits for a postal code, `1284.50` for `$1,284.50 MXN`, no double spaces anywhere. A text
 * without a digit where digits belong stays, for its fault to be about what was typed.
 */
export function clean(name: string, text: string): string {
  const plain = text.trim().replace(/\s+/g, ' ');
  switch (name) {
    case 'codigoPostal':
    case 'cardLast4':
      return text.replace(/\D/g, '') || plain;
    case 'total':
      return cleanAmount(text) || plain;
    default:
      return plain;
  }
}

// A comma before exactly two final digits is a decimal comma typed abroad (348,00); any other comma groups thousands.
function cleanAmount(text: string): string {
  const digits = text.replace(/[^\d.,]/g, '');
  return (digits.includes('.') ? digits : digits.replace(/,(\d\d)$/, '.$1')).replaceAll(',', '');
}
