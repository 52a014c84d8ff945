CREATE TABLE `request_sale` (
	`request_id` text NOT NULL,
	`sale_id` text NOT NULL,
	PRIMARY KEY(`request_id`, `sale_id`),
	FOREIGN KEY (`request_id`) REFERENCES `request`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `request_sale_of` ON `request_sale` (`sale_id`);--> statement-breakpoint
ALTER TABLE `request` ADD `language` text;--> statement-breakpoint
ALTER TABLE `request` ADD `receptor_rfc` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `request` ADD `waits_for` text DEFAULT 'merchant' NOT NULL;--> statement-breakpoint
ALTER TABLE `request` ADD `wait_key` text;--> statement-breakpoint
ALTER TABLE `request` ADD `look_at` integer;--> statement-breakpoint
ALTER TABLE `request` ADD `expires_at` integer;--> statement-breakpoint
ALTER TABLE `request` ADD `hindrance` text;--> statement-breakpoint
ALTER TABLE `request` ADD `invoice_id` text;--> statement-breakpoint
ALTER TABLE `request` ADD `answer` text;--> statement-breakpoint
ALTER TABLE `request` ADD `settled_by` text;--> statement-breakpoint
ALTER TABLE `request` ADD `settled_at` integer;--> statement-breakpoint
CREATE INDEX `request_by_status` ON `request` (`merchant_id`,`world`,`status`,`seq`);--> statement-breakpoint
CREATE INDEX `request_awaiting` ON `request` (`merchant_id`,`world`,`wait_key`) WHERE wait_key is not null;--> statement-breakpoint
CREATE INDEX `request_awaiting_rfc` ON `request` (`merchant_id`,`world`,`receptor_rfc`) WHERE wait_key is not null;--> statement-breakpoint
CREATE INDEX `request_due` ON `request` (`look_at`) WHERE look_at is not null;--> statement-breakpoint
INSERT INTO `request_sale` SELECT DISTINCT `request`.`id`, `each`.`value` FROM `request`, json_each(`request`.`sale_ids`) AS `each`;--> statement-breakpoint
UPDATE `request` SET `receptor_rfc` = coalesce(json_extract(`receptor`, '$.rfc'), '');--> statement-breakpoint
UPDATE `request` SET `look_at` = 0 WHERE `status` = 'open';--> statement-breakpoint
UPDATE `request` SET `waits_for` = 'sale', `expires_at` = `created_at` + 2592000000 WHERE `status` = 'open' AND `reason` = 'not-here-yet' AND `sale_ids` = '[]' AND `lookup` <> '{}';
