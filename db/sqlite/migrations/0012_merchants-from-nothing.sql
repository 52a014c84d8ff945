CREATE TABLE `gone_live` (
	`merchant_id` text PRIMARY KEY NOT NULL,
	`pac` text NOT NULL,
	`manifest_signed_on` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`merchant_id`) REFERENCES `merchant`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `portal_address` (
	`slug` text PRIMARY KEY NOT NULL,
	`merchant_id` text NOT NULL,
	`portal_slug` text NOT NULL,
	FOREIGN KEY (`merchant_id`) REFERENCES `merchant`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `csd` ADD `is_sandbox` integer DEFAULT false NOT NULL;--> statement-breakpoint
INSERT INTO `portal_address` (`slug`, `merchant_id`, `portal_slug`) SELECT `slug`, `merchant_id`, `slug` FROM `portal`;