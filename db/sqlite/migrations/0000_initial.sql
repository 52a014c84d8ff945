CREATE TABLE `api_key` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`scopes` text NOT NULL,
	FOREIGN KEY (`merchant_id`) REFERENCES `merchant`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_key_hash` ON `api_key` (`hash`);--> statement-breakpoint
CREATE TABLE `attempt` (
	`key` text NOT NULL,
	`period` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`key`, `period`)
);
--> statement-breakpoint
CREATE TABLE `branch` (
	`seq` integer PRIMARY KEY NOT NULL,
	`merchant_id` text NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`codigo_postal` text NOT NULL,
	FOREIGN KEY (`merchant_id`) REFERENCES `merchant`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `branch_code` ON `branch` (`merchant_id`,`code`);--> statement-breakpoint
CREATE TABLE `clave_prod_serv` (
	`clave` text PRIMARY KEY NOT NULL,
	`texto` text NOT NULL,
	`iva` text NOT NULL,
	`ieps` text NOT NULL,
	`complemento` text NOT NULL,
	`estimulo_frontera` integer NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text
);
--> statement-breakpoint
CREATE TABLE `codigo_postal` (
	`codigo` text PRIMARY KEY NOT NULL,
	`estado` text NOT NULL,
	`estimulo_frontera` integer NOT NULL,
	`zone` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text
);
--> statement-breakpoint
CREATE TABLE `csd` (
	`id` text PRIMARY KEY NOT NULL,
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`no_certificado` text NOT NULL,
	`rfc` text NOT NULL,
	`valid_from` integer NOT NULL,
	`valid_to` integer NOT NULL,
	`certificate` blob NOT NULL,
	`sealed_secret` blob NOT NULL,
	`active` integer NOT NULL,
	FOREIGN KEY (`merchant_id`) REFERENCES `merchant`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `csd_active` ON `csd` (`merchant_id`,`world`) WHERE active = 1;--> statement-breakpoint
CREATE TABLE `data_key` (
	`merchant_id` text PRIMARY KEY NOT NULL,
	`wrapped` blob NOT NULL,
	FOREIGN KEY (`merchant_id`) REFERENCES `merchant`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `folio_counter` (
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`serie` text NOT NULL,
	`last` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `world`, `serie`)
);
--> statement-breakpoint
CREATE TABLE `invoice` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`portal_slug` text NOT NULL,
	`sale_ids` text NOT NULL,
	`state` text NOT NULL,
	`generation` integer NOT NULL,
	`serie` text NOT NULL,
	`folio` integer NOT NULL,
	`snapshot` text NOT NULL,
	`sealed_xml` text,
	`sealed_sha256` text,
	`sello` text,
	`no_certificado` text,
	`fecha` text,
	`sealed_at` integer,
	`pac_id` text,
	`fence` integer NOT NULL,
	`sends` integer NOT NULL,
	`in_doubt_since` integer,
	`next_at` integer NOT NULL,
	`lease_until` integer,
	`uuid` text,
	`stamped_xml` text,
	`stamped_at` integer,
	`refusal_code` text,
	`refusal_sat_code` text,
	`refusal_message` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invoice_id` ON `invoice` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `invoice_uuid` ON `invoice` (lower(uuid));--> statement-breakpoint
CREATE UNIQUE INDEX `invoice_folio` ON `invoice` (`merchant_id`,`world`,`serie`,`folio`) WHERE state <> 'rejected';--> statement-breakpoint
CREATE INDEX `invoice_due` ON `invoice` (`next_at`) WHERE state in ('claimed', 'sealed', 'sending', 'in-doubt');--> statement-breakpoint
CREATE INDEX `invoice_by_seq` ON `invoice` (`merchant_id`,`world`,`seq`);--> statement-breakpoint
CREATE TABLE `invoice_sale` (
	`invoice_id` text NOT NULL,
	`sale_id` text NOT NULL,
	`active` integer NOT NULL,
	PRIMARY KEY(`invoice_id`, `sale_id`),
	FOREIGN KEY (`invoice_id`) REFERENCES `invoice`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sale_id`) REFERENCES `sale`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invoice_sale_active` ON `invoice_sale` (`sale_id`) WHERE active = 1;--> statement-breakpoint
CREATE TABLE `merchant` (
	`id` text PRIMARY KEY NOT NULL,
	`trade_name` text NOT NULL,
	`rfc` text NOT NULL,
	`nombre` text NOT NULL,
	`regimen_fiscal` text NOT NULL,
	`contact` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`invoice_id` text NOT NULL,
	`kind` text NOT NULL,
	`target` text NOT NULL,
	`payload` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`invoice_id`) REFERENCES `invoice`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_id` ON `outbox` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_once` ON `outbox` (`invoice_id`,`kind`,`target`);--> statement-breakpoint
CREATE TABLE `pac_call` (
	`seq` integer PRIMARY KEY NOT NULL,
	`invoice_id` text NOT NULL,
	`fence` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`sha256` text,
	`reason` text,
	FOREIGN KEY (`invoice_id`) REFERENCES `invoice`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `pac_call_by_invoice` ON `pac_call` (`invoice_id`,`seq`);--> statement-breakpoint
CREATE TABLE `portal` (
	`slug` text PRIMARY KEY NOT NULL,
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`settings` text NOT NULL,
	FOREIGN KEY (`merchant_id`) REFERENCES `merchant`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `request` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`portal_slug` text NOT NULL,
	`sale_id` text,
	`lookup` text NOT NULL,
	`receptor` text NOT NULL,
	`email` text,
	`reason` text NOT NULL,
	`status` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `request_id` ON `request` (`id`);--> statement-breakpoint
CREATE INDEX `request_by_seq` ON `request` (`merchant_id`,`world`,`seq`);--> statement-breakpoint
CREATE TABLE `sale` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`source` text NOT NULL,
	`folio` text NOT NULL,
	`folio_key` text NOT NULL,
	`email_key` text,
	`total_centavos` integer NOT NULL,
	`paid_centavos` integer NOT NULL,
	`date_ms` integer NOT NULL,
	`card_last4` text,
	`body` text NOT NULL,
	`generation` integer NOT NULL,
	`kept_serie` text,
	`kept_folio` integer,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sale_id` ON `sale` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `sale_natural_key` ON `sale` (`merchant_id`,`world`,`source`,`folio`);--> statement-breakpoint
CREATE INDEX `sale_by_folio` ON `sale` (`merchant_id`,`world`,`folio_key`,`email_key`,`total_centavos`,`paid_centavos`,`date_ms`,`card_last4`);--> statement-breakpoint
CREATE INDEX `sale_by_email` ON `sale` (`merchant_id`,`world`,`email_key`,`date_ms`) WHERE email_key is not null;--> statement-breakpoint
CREATE INDEX `sale_by_total` ON `sale` (`merchant_id`,`world`,`total_centavos`,`date_ms`);--> statement-breakpoint
CREATE INDEX `sale_by_paid` ON `sale` (`merchant_id`,`world`,`paid_centavos`,`date_ms`) WHERE paid_centavos <> total_centavos;--> statement-breakpoint
CREATE INDEX `sale_by_card` ON `sale` (`merchant_id`,`world`,`card_last4`,`date_ms`) WHERE card_last4 is not null;--> statement-breakpoint
CREATE INDEX `sale_by_seq` ON `sale` (`merchant_id`,`world`,`seq`);