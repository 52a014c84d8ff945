<?php
/**
 * Makes the link that opens one sale in a merchant's portal, for a ticket's QR or a mail. PHP 7.4 or newer, no extension to install.
 *
 *   echo Autofactura\sign_link('https://factura.tu-comercio.mx', getenv('LINK_SECRET'), [
 *       'slug' => 'tu-portal', 'source' => 'src_…', 'folio' => 'A-1001',
 *       'date' => '2026-11-20T18:32:00-06:00', 'total' => '348.00', 'formaPago' => '01']);
 *
 * Only where customers cannot read the secret: on a server or in a till, never in a page.
 */

declare(strict_types=1);

namespace Autofactura;

/**
 * The link. `date`, `total` and `formaPago` only where it is to make the sale: all three, or none. Values are UTF-8 strings.
 *
 * @param array<string, string> $sale
 * @throws \InvalidArgumentException for a value that is not UTF-8 or has a control character, such as a line break.
 */
function sign_link(string $base, string $secret, array $sale): string
{
    $names = ['slug', 'source', 'folio', 'date', 'total', 'formaPago'];
    $values = array_merge(array_fill_keys($names, ''), array_intersect_key($sale, array_flip($names)));
    foreach ($values as $value) {
        if (preg_match('/\p{Cc}/u', $value) !== 0) {
            throw new \InvalidArgumentException('a value is not UTF-8 or has a control character');
        }
    }
    $message = implode("\n", array_merge(['autofactura-link-v1'], array_values($values)));
    $values['sig'] = substr(hash_hmac('sha256', $message, $secret), 0, 32);
    $slug = $values['slug'];
    unset($values['slug']);
    $said = array_filter($values, fn(string $value): bool => $value !== '');
    return rtrim($base, '/') . "/$slug?" . http_build_query($said, '', '&', PHP_QUERY_RFC3986);
}
