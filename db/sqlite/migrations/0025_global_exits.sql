CREATE TABLE `global_exit` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`global_id` text NOT NULL,
	`invoice_id` text NOT NULL,
	`way` text NOT NULL,
	`state` text NOT NULL,
	`next_at` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `global_exit_id` ON `global_exit` (`id`);--> statement-breakpoint
CREATE INDEX `global_exit_due` ON `global_exit` (`next_at`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `global_exit_of` ON `global_exit` (`global_id`) WHERE state = 'open';