ALTER TABLE `invoice` ADD `kind` text DEFAULT 'ingreso' NOT NULL;--> statement-breakpoint
ALTER TABLE `invoice` ADD `origin` text DEFAULT 'portal' NOT NULL;--> statement-breakpoint
ALTER TABLE `invoice` ADD `once` text;--> statement-breakpoint
ALTER TABLE `invoice` ADD `successor_of` text;--> statement-breakpoint
ALTER TABLE `invoice` ADD `canceled_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `invoice_once` ON `invoice` (`merchant_id`,`world`,`once`) WHERE once is not null and state <> 'rejected';--> statement-breakpoint
CREATE INDEX `invoice_successor` ON `invoice` (`successor_of`) WHERE successor_of is not null;--> statement-breakpoint
ALTER TABLE `invoice_sale` ADD `next` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `invoice_sale_next` ON `invoice_sale` (`sale_id`) WHERE next = 1;