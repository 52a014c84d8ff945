<?php
/** Leaves nothing behind, the secret least of all. */

defined('WP_UNINSTALL_PLUGIN') || exit;

delete_option('autofactura');
