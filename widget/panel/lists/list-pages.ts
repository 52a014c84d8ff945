/** The pages of what happens every day. */
export { invoicesPage } from './invoices.ts';
export { newSalePage } from './new-sale.ts';
export { noticesPage } from './notices.ts';
export { requestsPage } from './requests.ts';
export { salesPage } from './sales.ts';
export { salesFilePage } from './sales-file.ts';
