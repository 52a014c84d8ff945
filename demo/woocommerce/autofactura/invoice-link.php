<?php
/** «Factura tu compra»: the signed link to an order in the portal, where its customer looks for it. */

declare(strict_types=1);

namespace Autofactura;

defined('ABSPATH') || exit;

/** The link of a paid order; empty for one that cannot be invoiced, and until the settings are complete. */
function invoice_url(\WC_Order $order): string
{
    ['server' => $server, 'portal' => $slug, 'source' => $source, 'secret' => $secret] = settings();
    if (in_array('', [$server, $slug, $source, $secret], true) || !can_be_invoiced($order)) {
        return '';
    }
    try {
        // The shop itself tells of the order by its webhook: the link only says which it is.
        return sign_link($server, $secret, ['slug' => $slug, 'source' => $source, 'folio' => (string) $order->get_order_number()]);
    } catch (\InvalidArgumentException $error) {
        return '';
    }
}

/**
 * Whether its money has come and some of it has stayed, as the server's own table of WooCommerce's states has it: `completed` (handed over
 * against cash, or its merchant saw the transfer or the cheque), or `processing` with the date on which it was paid.
 */
function can_be_invoiced(\WC_Order $order): bool
{
    $has_come = $order->has_status('completed') || ($order->has_status('processing') && $order->get_date_paid());
    return $has_come && (float) $order->get_total() - (float) $order->get_total_refunded() > 0.004;
}

/** @param int|string $order_id */
function show_on_thank_you_page($order_id): void
{
    show_on_order(wc_get_order($order_id));
}

/**
 * A button, once a page: the thank-you page shows the order's details too, which have a hook of their own.
 *
 * @param mixed $order what themes give the hook: no order of a shop must ever break its page.
 */
function show_on_order($order): void
{
    static $shown = [];
    $url = $order instanceof \WC_Order ? invoice_url($order) : '';
    if ($url === '' || isset($shown[$order->get_id()])) {
        return;
    }
    $shown[$order->get_id()] = true;
    printf(
        '<p class="autofactura"><a class="button wp-element-button" href="%s">%s</a></p>',
        esc_url($url, ['https']),
        esc_html(text('Factura tu compra', 'Get your invoice (CFDI)'))
    );
}

/**
 * For the customer alone: whoever sells needs no invoice.
 *
 * @param mixed $order
 * @param mixed $sent_to_admin
 * @param mixed $plain_text
 */
function show_in_mail($order, $sent_to_admin = false, $plain_text = false): void
{
    $url = $order instanceof \WC_Order && !$sent_to_admin ? invoice_url($order) : '';
    if ($url === '') {
        return;
    }
    $said = text('Factura tu compra', 'Get your invoice (CFDI)');
    if ($plain_text) {
        echo "\n" . esc_html($said) . ': ' . esc_url_raw($url, ['https']) . "\n\n";
    } else {
        printf('<p style="margin: 16px 0"><a href="%s">%s</a></p>', esc_url($url, ['https']), esc_html($said));
    }
}
