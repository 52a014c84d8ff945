ALTER TABLE `refund` ADD `reported` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `source_sale` ADD `sale_id` text;--> statement-breakpoint
ALTER TABLE `source_sale` ADD `refunds` text;--> statement-breakpoint
CREATE INDEX `source_sale_made` ON `source_sale` (`sale_id`);--> statement-breakpoint
UPDATE refund SET reported = 1 WHERE reference LIKE 'total %';--> statement-breakpoint
UPDATE source_sale SET revision = revision + 1;
