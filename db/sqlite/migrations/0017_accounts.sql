CREATE TABLE `account_link` (
	`hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`id` text,
	`person_id` text,
	`merchant_id` text,
	`email` text,
	`role` text,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `account_link_of` ON `account_link` (`merchant_id`);--> statement-breakpoint
CREATE INDEX `account_link_over` ON `account_link` (`expires_at`);--> statement-breakpoint
CREATE TABLE `audit_entry` (
	`merchant_id` text NOT NULL,
	`position` integer NOT NULL,
	`at` integer NOT NULL,
	`world` text NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`target` text,
	`status` integer NOT NULL,
	`address` text NOT NULL,
	`seal` text NOT NULL,
	PRIMARY KEY(`merchant_id`, `position`)
);
--> statement-breakpoint
CREATE TABLE `member` (
	`merchant_id` text NOT NULL,
	`person_id` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `person_id`),
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `member_person` ON `member` (`person_id`);--> statement-breakpoint
CREATE TABLE `person` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`password_hash` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `person_email` ON `person` (`email`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`person_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`stepped_up_at` integer NOT NULL,
	`address` text NOT NULL,
	`user_agent` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_hash` ON `session` (`hash`);--> statement-breakpoint
CREATE INDEX `session_of` ON `session` (`person_id`);--> statement-breakpoint
CREATE INDEX `session_over` ON `session` (`expires_at`);