/** The pages that translate what a shop sells, and how it was paid, to the SAT's claves. */
export { paymentsPage } from './payments.ts';
export { productPage } from './product.ts';
export { productsPage } from './products.ts';
