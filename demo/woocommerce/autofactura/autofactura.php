<?php
/**
 * Plugin Name: Autofactura para WooCommerce
 * Description: Pone «Factura tu compra» en la página de gracias, en el pedido y en los correos: tu cliente llega a tu portal con su compra ya encontrada.
 * Version: 1.0.0
 * Requires at least: 6.2
 * Requires PHP: 7.4
 * Requires Plugins: woocommerce
 * WC requires at least: 7.1
 * License: MIT
 * Text Domain: autofactura
 */

declare(strict_types=1);

namespace Autofactura;

defined('ABSPATH') || exit;

require_once __DIR__ . '/sign_link.php';
require_once __DIR__ . '/settings.php';
require_once __DIR__ . '/invoice-link.php';

add_action('before_woocommerce_init', function (): void {
    if (class_exists(\Automattic\WooCommerce\Utilities\FeaturesUtil::class)) {
        \Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility('custom_order_tables', __FILE__, true);
    }
});

add_action('admin_init', __NAMESPACE__ . '\register_settings');
add_action('admin_menu', __NAMESPACE__ . '\add_settings_page');
// Without it only who manages the whole site could save what who manages the shop may see.
add_filter('option_page_capability_' . OPTION, fn(): string => CAPABILITY);

add_action('woocommerce_thankyou', __NAMESPACE__ . '\show_on_thank_you_page');
add_action('woocommerce_order_details_after_order_table', __NAMESPACE__ . '\show_on_order');
add_action('woocommerce_email_after_order_table', __NAMESPACE__ . '\show_in_mail', 10, 3);

/** In the shop's language: English where that is it, Spanish everywhere else. */
function text(string $spanish, string $english): string
{
    return strpos(determine_locale(), 'en') === 0 ? $english : $spanish;
}
