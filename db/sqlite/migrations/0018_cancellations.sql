CREATE TABLE `cancellation` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`invoice_id` text NOT NULL,
	`state` text NOT NULL,
	`motivo` text NOT NULL,
	`substitute` text,
	`requested_by` text NOT NULL,
	`acceptance_needed` integer NOT NULL,
	`acceptance_until` integer,
	`after_rejection` integer NOT NULL,
	`pac_id` text,
	`fence` integer NOT NULL,
	`called_at` integer,
	`in_doubt_since` integer,
	`taken_at` integer,
	`waiting_since` integer,
	`looks` integer NOT NULL,
	`next_at` integer NOT NULL,
	`lease_until` integer,
	`how` text,
	`refusal_code` text,
	`refusal_message` text,
	`created_at` integer NOT NULL,
	`settled_at` integer,
	FOREIGN KEY (`invoice_id`) REFERENCES `invoice`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cancellation_id` ON `cancellation` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `cancellation_open` ON `cancellation` (`invoice_id`) WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX `cancellation_due` ON `cancellation` (`next_at`) WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX `cancellation_of` ON `cancellation` (`invoice_id`,`seq`);--> statement-breakpoint
CREATE TABLE `cancellation_step` (
	`seq` integer PRIMARY KEY NOT NULL,
	`cancellation_id` text NOT NULL,
	`kind` text NOT NULL,
	`fence` integer NOT NULL,
	`at` integer NOT NULL,
	`reason` text,
	`document` text,
	FOREIGN KEY (`cancellation_id`) REFERENCES `cancellation`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `cancellation_step_of` ON `cancellation_step` (`cancellation_id`,`seq`);