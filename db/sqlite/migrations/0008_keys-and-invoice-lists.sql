ALTER TABLE `api_key` ADD `name` text;--> statement-breakpoint
ALTER TABLE `api_key` ADD `created_at` integer;--> statement-breakpoint
ALTER TABLE `api_key` ADD `expires_at` integer;--> statement-breakpoint
ALTER TABLE `api_key` ADD `revoked_at` integer;--> statement-breakpoint
ALTER TABLE `api_key` ADD `last_used_at` integer;--> statement-breakpoint
CREATE INDEX `api_key_of` ON `api_key` (`merchant_id`,`world`);--> statement-breakpoint
ALTER TABLE `invoice` ADD `receptor_rfc` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `invoice` ADD `branch` text;--> statement-breakpoint
CREATE INDEX `invoice_by_date` ON `invoice` (`merchant_id`,`world`,`created_at`,`seq`);--> statement-breakpoint
CREATE INDEX `invoice_by_state` ON `invoice` (`merchant_id`,`world`,`state`,`created_at`,`seq`);--> statement-breakpoint
CREATE INDEX `invoice_by_portal` ON `invoice` (`merchant_id`,`world`,`portal_slug`,`created_at`,`seq`);--> statement-breakpoint
CREATE INDEX `invoice_by_branch` ON `invoice` (`merchant_id`,`world`,`branch`,`created_at`,`seq`);--> statement-breakpoint
CREATE INDEX `invoice_by_rfc` ON `invoice` (`merchant_id`,`world`,`receptor_rfc`,`created_at`,`seq`);--> statement-breakpoint
CREATE INDEX `invoice_by_folio` ON `invoice` (`merchant_id`,`world`,`folio`,`created_at`,`seq`);--> statement-breakpoint
CREATE INDEX `invoice_sale_of` ON `invoice_sale` (`sale_id`);--> statement-breakpoint
UPDATE `invoice` SET `receptor_rfc` = coalesce(json_extract(`snapshot`, '$.receptor.rfc'), ''), `branch` = json_extract(`snapshot`, '$.sales[0].branch');
