/** The pages of a merchant's daily work. */
export { cancelPage } from './cancel.ts';
export { correctPage } from './correct.ts';
export { homePage } from './home.ts';
export { invoicePage } from './invoice.ts';
export { invoiceForPage } from './invoice-for.ts';
export { invoicesPage } from './invoices.ts';
export { refundPage } from './refund.ts';
export { refundDecisionPage } from './refund-decision.ts';
export { refundsPage } from './refunds.ts';
export { requestPage } from './request.ts';
export { requestsPage } from './requests.ts';
export { salePage } from './sale.ts';
export { salesPage } from './sales.ts';
