<?php
/**
 * As much of WordPress and WooCommerce as our plugin asks for. Loads the plugin at $argv[1] and plays the scenario that is its input:
 * {option, locale, can, steps: [{hook, order, sentToAdmin, plainText} | {typed} | {page}]}; writes what came of it.
 */

define('ABSPATH', __DIR__);

$scenario = json_decode(stream_get_contents(STDIN), true);
$hooks = [];
$registered = [];
$fields = [];
$pages = [];
$errors = [];
$declared = [];

function add_action(string $hook, callable $callback, int $priority = 10, int $accepted = 1): void
{
    $GLOBALS['hooks'][$hook][] = [$callback, $accepted];
}

function add_filter(string $hook, callable $callback, int $priority = 10, int $accepted = 1): void
{
    add_action($hook, $callback, $priority, $accepted);
}

function do_action(string $hook, ...$arguments): void
{
    foreach ($GLOBALS['hooks'][$hook] ?? [] as [$callback, $accepted]) {
        $callback(...array_slice($arguments, 0, $accepted));
    }
}

function apply_filters(string $hook, $value)
{
    foreach ($GLOBALS['hooks'][$hook] ?? [] as [$callback]) {
        $value = $callback($value);
    }
    return $value;
}

function get_option(string $name, $default = false)
{
    return $name === 'autofactura' ? $GLOBALS['scenario']['option'] ?? $default : $default;
}

function determine_locale(): string
{
    return $GLOBALS['scenario']['locale'] ?? 'es_MX';
}

function current_user_can(string $capability): bool
{
    return in_array($capability, $GLOBALS['scenario']['can'] ?? [], true);
}

function esc_html(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES, 'UTF-8', false);
}

function esc_attr(string $text): string
{
    return esc_html($text);
}

function esc_url_raw(string $url, array $protocols = ['http', 'https']): string
{
    $url = preg_replace('|[^a-z0-9-~+_.?#=!&;,/:%@$\|*\'()\[\]\x80-\xff]|i', '', $url);
    return in_array(parse_url($url, PHP_URL_SCHEME), $protocols, true) ? $url : '';
}

function esc_url(string $url, array $protocols = ['http', 'https']): string
{
    return str_replace(['&', "'"], ['&#038;', '&#039;'], esc_url_raw($url, $protocols));
}

function register_setting(string $group, string $name, array $arguments): void
{
    $GLOBALS['registered'][$name] = $arguments;
}

function add_settings_section(string $id, string $title, $callback, string $page): void
{
}

function add_settings_field(string $id, string $title, callable $callback, string $page, string $section, array $arguments): void
{
    $GLOBALS['fields'][] = [$title, $callback, $arguments];
}

function add_settings_error(string $setting, string $code, string $message): void
{
    $GLOBALS['errors'][] = ['code' => $code, 'message' => $message];
}

function settings_errors(string $setting): void
{
}

function settings_fields(string $group): void
{
    echo '<input type="hidden" name="_wpnonce" value="0f3c" />';
}

function do_settings_sections(string $page): void
{
    foreach ($GLOBALS['fields'] as [$title, $callback, $arguments]) {
        echo "<label for=\"{$arguments['label_for']}\">$title</label>";
        $callback($arguments);
    }
}

function submit_button(): void
{
    echo '<input type="submit" />';
}

function add_submenu_page(string $parent, string $title, string $menu, string $capability, string $slug, callable $show): void
{
    $GLOBALS['pages'][] = ['parent' => $parent, 'capability' => $capability, 'show' => $show];
}

function wc_get_order($id)
{
    return $GLOBALS['order'] ?? false;
}

class WC_Order
{
    private $said;

    public function __construct(array $said)
    {
        $this->said = $said;
    }

    public function get_id(): int
    {
        return $this->said['id'];
    }

    public function get_order_number(): string
    {
        return $this->said['number'] ?? (string) $this->said['id'];
    }

    public function is_paid(): bool
    {
        return $this->said['isPaid'] ?? in_array($this->said['status'], ['processing', 'completed'], true);
    }

    public function has_status(string $status): bool
    {
        return $this->said['status'] === $status;
    }

    public function get_total(): string
    {
        return $this->said['total'];
    }

    /** @return string|float as WooCommerce: zero is a float, a sum of refunds a string */
    public function get_total_refunded()
    {
        return $this->said['refunded'] ?? 0.0;
    }

    public function get_payment_method(): string
    {
        return $this->said['method'] ?? 'stripe';
    }

    /** The true class answers a WC_DateTime. */
    public function get_date_paid(): ?string
    {
        return $this->said['datePaid'] ?? null;
    }
}

eval('namespace Automattic\WooCommerce\Utilities; class FeaturesUtil {
    public static function declare_compatibility($feature, $file, $is) { $GLOBALS["declared"][] = [$feature, basename($file), $is]; }
}');

/** What one step shows or answers. */
function played(array $step)
{
    if (array_key_exists('typed', $step)) {
        $GLOBALS['errors'] = [];
        $kept = $GLOBALS['registered']['autofactura']['sanitize_callback']($step['typed']);
        return ['kept' => $kept, 'errors' => $GLOBALS['errors']];
    }
    $GLOBALS['order'] = isset($step['order']) ? new WC_Order($step['order']) : false;
    ob_start();
    if (isset($step['page'])) {
        $GLOBALS['pages'][0]['show']();
    } elseif ($step['hook'] === 'woocommerce_thankyou') {
        do_action($step['hook'], $step['order']['id'] ?? 0);
    } else {
        do_action($step['hook'], $GLOBALS['order'], $step['sentToAdmin'] ?? false, $step['plainText'] ?? false, null);
    }
    return ob_get_clean();
}

require $argv[1];
do_action('before_woocommerce_init');
do_action('admin_init');
do_action('admin_menu');
echo json_encode([
    'declared' => $declared,
    'capabilities' => [$pages[0]['parent'], $pages[0]['capability'], apply_filters('option_page_capability_autofactura', 'manage_options')],
    'inRest' => $registered['autofactura']['show_in_rest'],
    'played' => array_map('played', $scenario['steps'] ?? []),
]);
