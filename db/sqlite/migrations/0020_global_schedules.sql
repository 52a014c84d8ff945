CREATE TABLE `global_schedule` (
	`seq` integer PRIMARY KEY NOT NULL,
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`branch` text NOT NULL,
	`periodicidad` text NOT NULL,
	`hour` integer NOT NULL,
	`serie` text NOT NULL,
	`enabled` integer NOT NULL,
	`since` text NOT NULL,
	`next_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `global_schedule_branch` ON `global_schedule` (`merchant_id`,`world`,`branch`);--> statement-breakpoint
CREATE INDEX `global_schedule_due` ON `global_schedule` (`next_at`) WHERE enabled = 1;--> statement-breakpoint
CREATE INDEX `global_run_by_branch` ON `global_run` (`merchant_id`,`world`,`branch`,`day_from`);