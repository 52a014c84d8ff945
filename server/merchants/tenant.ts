/** Test and live are separate worlds: nothing of one is ever seen from the other. */
export type World = 'test' | 'live';

/** Whose data: every question to the store names it first. */
export type Tenant = { readonly merchantId: string; readonly world: World };
