/** The pages about incoming sales, and about problems. */
export { newSalePage } from './new-sale.ts';
export { noticesPage } from './notices.ts';
export { salesFilePage } from './sales-file.ts';
