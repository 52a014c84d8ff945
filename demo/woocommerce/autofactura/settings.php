<?php
/** What the merchant sets up, at WooCommerce > Autofactura. The secret goes in and never comes out. */

declare(strict_types=1);

namespace Autofactura;

defined('ABSPATH') || exit;

const OPTION = 'autofactura';
const CAPABILITY = 'manage_woocommerce';

/** What each setting looks like. */
const SHAPES = [
    'server' => '~^https://[a-z0-9.-]+(:\d+)?$~i',
    'portal' => '~^[a-z0-9-]{1,80}$~',
    'source' => '~^src_[A-Za-z0-9]{1,76}$~',
    'secret' => '~^[\x21-\x7e]{32,200}$~',
];

/**
 * All four settings; an empty one is still to be said.
 *
 * @return array<string, string>
 */
function settings(): array
{
    $kept = get_option(OPTION, []);
    $none = array_fill_keys(array_keys(SHAPES), '');
    return array_merge($none, array_filter(array_intersect_key(is_array($kept) ? $kept : [], $none), 'is_string'));
}

function register_settings(): void
{
    register_setting(OPTION, OPTION, [
        'type' => 'array',
        'show_in_rest' => false,
        'default' => [],
        'sanitize_callback' => __NAMESPACE__ . '\accepted',
    ]);
    add_settings_section(OPTION, '', '__return_null', OPTION);
    foreach (labels() as $name => $label) {
        $field = ['name' => $name, 'label_for' => OPTION . '-' . $name];
        add_settings_field($field['label_for'], esc_html($label), __NAMESPACE__ . '\show_field', OPTION, OPTION, $field);
    }
}

/** @return array<string, string> */
function labels(): array
{
    return [
        'server' => text('Dirección de tu servidor de Autofactura', 'Address of your Autofactura server'),
        'portal' => text('Tu portal (lo que sigue a la diagonal en su dirección)', 'Your portal (what follows the slash in its address)'),
        'source' => text('Fuente de ventas (empieza con src_)', 'Source of sales (begins with src_)'),
        'secret' => text('Secreto de los enlaces', 'Link secret'),
    ];
}

/**
 * What is kept of what was typed. A blank secret leaves the one there is; what is malformed leaves what there was, and is named.
 *
 * @param mixed $typed
 * @return array<string, string>
 */
function accepted($typed): array
{
    $kept = settings();
    foreach (labels() as $name => $label) {
        $said = is_array($typed) && is_string($typed[$name] ?? null) ? trim($typed[$name]) : '';
        $value = $name === 'server' ? rtrim($said, '/') : $said;
        if ($value === '') {
            $kept[$name] = $name === 'secret' ? $kept[$name] : '';
        } elseif (preg_match(SHAPES[$name], $value) === 1) {
            $kept[$name] = $value;
        } else {
            add_settings_error(OPTION, $name, sprintf(text('Revisa este dato: %s.', 'Check this: %s.'), esc_html($label)));
        }
    }
    return $kept;
}

function add_settings_page(): void
{
    add_submenu_page('woocommerce', 'Autofactura', 'Autofactura', CAPABILITY, OPTION, __NAMESPACE__ . '\show_settings_page');
}

function show_settings_page(): void
{
    if (!current_user_can(CAPABILITY)) {
        return;
    }
    echo '<div class="wrap"><h1>Autofactura</h1>';
    settings_errors(OPTION);
    echo '<form method="post" action="options.php">';
    settings_fields(OPTION);
    do_settings_sections(OPTION);
    submit_button();
    echo '</form></div>';
}

/** @param array{name: string, label_for: string} $field */
function show_field(array $field): void
{
    $name = $field['name'];
    $value = settings()[$name];
    $is_secret = $name === 'secret';
    printf(
        '<input class="regular-text" type="%s" id="%s" name="%s" value="%s" placeholder="%s" autocomplete="off" />',
        $is_secret ? 'password' : 'text',
        esc_attr($field['label_for']),
        esc_attr(OPTION . "[$name]"),
        $is_secret ? '' : esc_attr($value),
        $is_secret && $value !== '' ? esc_attr(text('Guardado. Déjalo vacío para conservarlo.', 'Saved. Leave it empty to keep it.')) : ''
    );
}
