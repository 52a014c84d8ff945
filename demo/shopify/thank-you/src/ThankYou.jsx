import '@shopify/ui-extensions/preact';
import { render } from 'preact';

export default function extension() {
  render(<Invoice />, document.body);
}

/** A plain link: whatever is in here is in the customer's browser, where a secret would be none. */
function Invoice() {
  const { portal_url: portal } = shopify.settings.value;
  return portal ? <s-link href={portal}>{shopify.i18n.translate('invoice')}</s-link> : null;
}
