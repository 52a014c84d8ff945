CREATE TABLE `circuit` (
	`circuit` text PRIMARY KEY NOT NULL,
	`failures` integer NOT NULL,
	`open_until` integer,
	`reason` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `lista_69b` (
	`rfc` text PRIMARY KEY NOT NULL,
	`situacion` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `notice` (
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`params` text NOT NULL,
	`since` integer NOT NULL,
	`last_at` integer NOT NULL,
	`resolved_at` integer,
	PRIMARY KEY(`merchant_id`, `world`, `kind`, `subject`)
);
--> statement-breakpoint
CREATE TABLE `provider_account` (
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`role` text NOT NULL,
	`provider` text NOT NULL,
	`position` integer NOT NULL,
	`sealed_credentials` blob NOT NULL,
	`settings` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `world`, `role`, `provider`)
);
--> statement-breakpoint
CREATE TABLE `taxpayer_check` (
	`hash` text PRIMARY KEY NOT NULL,
	`answer` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `invoice_out` ON `invoice` (`pac_id`,`world`) WHERE state = 'sending';