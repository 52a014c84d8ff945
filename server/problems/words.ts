/** The languages of this system, and texts in both. */

/** The languages that customers and merchants are addressed in. */
export type Language = 'es-MX' | 'en';

/** A text in both languages; every text that people read has both. */
export type Words = { readonly 'es-MX': string; readonly en: string };

/** The step of the portal where a refusal can be corrected; the customer cannot correct `merchant` and `later`. */
export type FixedAt = 'lookup' | 'receptor' | 'review' | 'merchant' | 'later';
