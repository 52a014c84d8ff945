/** The two kinds of taxpayers. */
export type Person = 'fisica' | 'moral';
