CREATE TABLE `audit_intent` (
	`id` text PRIMARY KEY NOT NULL,
	`merchant_id` text NOT NULL,
	`at` integer NOT NULL,
	`world` text,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`target` text,
	`address` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_intent_of` ON `audit_intent` (`merchant_id`,`at`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_audit_entry` (
	`merchant_id` text NOT NULL,
	`position` integer NOT NULL,
	`at` integer NOT NULL,
	`world` text,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`target` text,
	`status` integer NOT NULL,
	`address` text NOT NULL,
	`seal` text NOT NULL,
	PRIMARY KEY(`merchant_id`, `position`)
);
--> statement-breakpoint
INSERT INTO `__new_audit_entry`("merchant_id", "position", "at", "world", "actor", "action", "target", "status", "address", "seal") SELECT "merchant_id", "position", "at", "world", "actor", "action", "target", "status", "address", "seal" FROM `audit_entry`;--> statement-breakpoint
DROP TABLE `audit_entry`;--> statement-breakpoint
ALTER TABLE `__new_audit_entry` RENAME TO `audit_entry`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
ALTER TABLE `session` ADD `proven_until` integer;--> statement-breakpoint
ALTER TABLE `session` ADD `proof_hash` text;--> statement-breakpoint
ALTER TABLE `session` DROP COLUMN `stepped_up_at`;