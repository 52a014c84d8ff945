CREATE TABLE `portal_domain` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`slug` text NOT NULL,
	`host` text NOT NULL,
	`token` text NOT NULL,
	`state` text NOT NULL,
	`findings` text NOT NULL,
	`created_at` integer NOT NULL,
	`proven_at` integer,
	`active_at` integer,
	`failing_since` integer,
	`checked_at` integer,
	`next_at` integer,
	FOREIGN KEY (`merchant_id`) REFERENCES `merchant`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `portal_domain_id` ON `portal_domain` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `portal_domain_host` ON `portal_domain` (`host`) WHERE proven_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `portal_domain_of` ON `portal_domain` (`slug`) WHERE state <> 'released';--> statement-breakpoint
CREATE UNIQUE INDEX `portal_domain_claim` ON `portal_domain` (`merchant_id`,`host`);--> statement-breakpoint
CREATE INDEX `portal_domain_due` ON `portal_domain` (`next_at`) WHERE state <> 'released';