/** The pages where sales come in, and what is amiss. */
export { newSalePage } from './new-sale.ts';
export { noticesPage } from './notices.ts';
export { salesFilePage } from './sales-file.ts';
