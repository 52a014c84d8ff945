/** The pages of the setup, fetched together, because a person who opens one will need the next. */
export { branchesPage } from './branches.ts';
export { checklistPage } from './checklist.ts';
export { csdPage } from './csd.ts';
export { goLivePage } from './go-live.ts';
export { issuerPage, newMerchantPage } from './issuer.ts';
export { pacPage } from './pac.ts';
export { tryItPage } from './try-it.ts';
