CREATE TABLE `global_run` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`branch` text NOT NULL,
	`periodicidad` text NOT NULL,
	`day_from` text NOT NULL,
	`day_to` text NOT NULL,
	`serie` text NOT NULL,
	`origin` text NOT NULL,
	`state` text NOT NULL,
	`refusal` text,
	`next_at` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `global_run_id` ON `global_run` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `global_run_issuing` ON `global_run` (`merchant_id`,`world`,`branch`,`periodicidad`,`day_from`,`day_to`) WHERE state = 'issuing';--> statement-breakpoint
CREATE INDEX `global_run_due` ON `global_run` (`next_at`) WHERE state = 'issuing';--> statement-breakpoint
CREATE INDEX `sale_by_date` ON `sale` (`merchant_id`,`world`,`date_ms`,`seq`) WHERE generation >= 0;