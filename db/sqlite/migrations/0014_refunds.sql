CREATE TABLE `refund` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`sale_id` text NOT NULL,
	`reference` text,
	`total` text NOT NULL,
	`date` text NOT NULL,
	`forma_pago` text NOT NULL,
	`conceptos` text NOT NULL,
	`state` text NOT NULL,
	`invoice_id` text,
	`reason` text,
	`next_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`sale_id`) REFERENCES `sale`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `refund_id` ON `refund` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `refund_reference` ON `refund` (`sale_id`,`reference`) WHERE reference is not null;--> statement-breakpoint
CREATE INDEX `refund_of_sale` ON `refund` (`sale_id`,`seq`);--> statement-breakpoint
CREATE INDEX `refund_by_seq` ON `refund` (`merchant_id`,`world`,`seq`);--> statement-breakpoint
CREATE INDEX `refund_due` ON `refund` (`next_at`) WHERE state = 'waiting';--> statement-breakpoint
ALTER TABLE `sale` ADD `refunded` integer DEFAULT false NOT NULL;