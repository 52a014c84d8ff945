/** The names of the pieces, and where to paste each. */
import type { Language } from '../problems/problem.ts';
import type { PieceId } from './promotion-piece.ts';

type Place = { readonly title: string; readonly where: string };

const place = (
  [title, where]: readonly [string, string],
  [titleEn, whereEn]: readonly [string, string],
): Readonly<Record<Language, Place>> => ({
  'es-MX': { title, where },
  en: { title: titleEn, where: whereEn },
});

/** Title and instructions of every piece, in both languages. */
export const PLACES: Readonly<Record<PieceId, Readonly<Record<Language, Place>>>> = {
  whatsapp: place(
    ['WhatsApp', 'Guárdalo como respuesta rápida en WhatsApp Business, o comparte el enlace.'],
    ['WhatsApp', 'Save it as a quick reply in WhatsApp Business, or share the link.'],
  ),
  'mail-signature': place(
    ['Firma de correo', 'Pégala al final de tu firma.'],
    ['E-mail signature', 'Paste it at the end of your signature.'],
  ),
  'order-confirmation': place(
    [
      'Confirmación de pedido',
      'Pégala en el correo que confirma el pedido. Con Shopify o WooCommerce, un enlace firmado abre la compra ya encontrada: está en las carpetas demo/shopify y demo/woocommerce.',
    ],
    [
      'Order confirmation',
      'Paste it into the mail that confirms an order. With Shopify or WooCommerce, a signed link opens the purchase already found: see the folders demo/shopify and demo/woocommerce.',
    ],
  ),
  'shipping-mail': place(
    ['Correo de envío', 'Pégalo en el correo que avisa que el pedido va en camino.'],
    ['Shipping mail', 'Paste it into the mail that says the order is on its way.'],
  ),
  'payment-receipt': place(
    ['Recibo de pago', 'Pégalo en el recibo que mandas al cobrar, por ejemplo el de Stripe o Mercado Pago.'],
    [
      'Payment receipt',
      'Paste it into the receipt that you send when you charge, for example Stripe’s or Mercado Pago’s.',
    ],
  ),
  'footer-link': place(
    ['Pie de página', 'Pon el enlace en el pie de tu sitio.'],
    ['Footer', 'Put the link in the footer of your site.'],
  ),
  faq: place(
    ['Pregunta frecuente', 'Agrégala a las preguntas frecuentes de tu sitio.'],
    ['FAQ entry', 'Add it to the frequently asked questions of your site.'],
  ),
  instructions: place(
    ['Página de instrucciones', 'Haz una página nueva en tu sitio y pégala ahí.'],
    ['Instructions page', 'Make a new page on your site and paste it there.'],
  ),
  banner: place(
    ['Aviso en la confirmación', 'Pégalo en la página que tu cliente ve al terminar de pagar.'],
    ['Banner on the confirmation page', 'Paste it into the page that your customer sees after paying.'],
  ),
  'embed-html': place(
    [
      'Tu portal en tu sitio: HTML',
      'Pégalo donde quieras que aparezca. Si limitaste los sitios de tu portal, agrega este.',
    ],
    [
      'Your portal on your site: HTML',
      'Paste it where it is to appear. If you limited the sites of your portal, add this one.',
    ],
  ),
  'embed-react': place(
    [
      'Tu portal en tu sitio: React 19',
      'Guárdalo como Factura.jsx. Con el token de la venta, tu cliente llega a su compra sin buscarla.',
    ],
    [
      'Your portal on your site: React 19',
      'Save it as Factura.jsx. With the sale’s token your customer arrives at the purchase without a search.',
    ],
  ),
  'embed-vue': place(
    ['Tu portal en tu sitio: Vue 3', 'Guárdalo como Factura.vue, y agrega la segunda parte a vite.config.js.'],
    ['Your portal on your site: Vue 3', 'Save it as Factura.vue, and add the second part to vite.config.js.'],
  ),
  'embed-wordpress': place(
    [
      'Tu portal en tu sitio: WordPress',
      'Agrégalo a functions.php de tu tema hijo, o a un plugin de fragmentos, y escribe [autofactura] en la página. Para WooCommerce hay un plugin en demo/woocommerce.',
    ],
    [
      'Your portal on your site: WordPress',
      'Add it to functions.php of your child theme, or to a plugin for snippets, and write [autofactura] on the page. For WooCommerce there is a plugin in demo/woocommerce.',
    ],
  ),
  'embed-shopify': place(
    [
      'Tu portal en tu sitio: Shopify',
      'Tienda online > Temas > Personalizar: en la plantilla de una página agrega una sección «Liquid personalizado» y pégalo. Si limitaste los sitios de tu portal, agrega tu tienda.',
    ],
    [
      'Your portal on your site: Shopify',
      'Online Store > Themes > Customize: add a “Custom Liquid” section to a page’s template and paste it. If you limited the sites of your portal, add your shop.',
    ],
  ),
};
