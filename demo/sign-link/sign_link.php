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
 * The link. `date` and `total` together, and only where it is to make the sale; `formaPago` may be left out: the source's default says it.
 * Values are UTF-8 strings.
 *
 * @param array<string, string> $sale
 * @throws \InvalidArgumentException for a sale that Autofactura could not use, before anybody prints it.
 */
function sign_link(string $base, string $secret, array $sale): string
{
    $names = ['slug', 'source', 'folio', 'date', 'total', 'formaPago'];
    $values = array_merge(array_fill_keys($names, ''), array_intersect_key($sale, array_flip($names)));
    $fault = sale_fault($values);
    if ($fault !== '') {
        throw new \InvalidArgumentException($fault);
    }
    $message = implode("\n", array_merge(['autofactura-link-v1'], array_values($values)));
    $values['sig'] = substr(hash_hmac('sha256', $message, $secret), 0, 32);
    $slug = $values['slug'];
    unset($values['slug']);
    $said = array_filter($values, fn(string $value): bool => $value !== '');
    return rtrim($base, '/') . "/$slug?" . http_build_query($said, '', '&', PHP_QUERY_RFC3986);
}

/**
 * Why the server could not use it; empty when it can.
 *
 * @param array<string, string> $values
 */
function sale_fault(array $values): string
{
    ['folio' => $folio, 'date' => $date, 'total' => $total, 'formaPago' => $forma_pago] = $values;
    foreach ($values as $value) {
        if (preg_match('/\p{Cc}/u', $value) !== 0) {
            return 'a value is not UTF-8 or has a control character';
        }
    }
    if (in_array('', [trim($values['slug']), trim($values['source']), trim($folio)], true)) {
        return 'slug, source or folio is empty';
    }
    // In units of UTF-16: an emoji is two.
    if (preg_match_all('/./su', $folio) + preg_match_all('/[^\x{0}-\x{FFFF}]/u', $folio) > 100) {
        return 'folio is longer than 100 characters';
    }
    if (($date === '') !== ($total === '')) {
        return 'date and total go together';
    }
    if ($date !== '' && !is_instant($date)) {
        return 'date is not like 2026-11-20T18:32:00-06:00';
    }
    if ($total !== '' && preg_match('/^(?=.*[1-9])[0-9]{1,15}(\.[0-9]{1,2})?$/', $total) !== 1) {
        return 'total is not like 1250.50, above zero';
    }
    return $forma_pago === '' || preg_match('/^[0-9]{2}$/', $forma_pago) === 1 ? '' : 'formaPago is not two digits';
}

/** RFC 3339 with its offset, of a day that is in the calendar. */
function is_instant(string $text): bool
{
    $time = '/^([1-9][0-9]{3})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?'
        . '(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$/';
    return preg_match($time, $text, $read) === 1 && checkdate((int) $read[2], (int) $read[3], (int) $read[1]);
}
