ALTER TABLE `account_link` ADD `invited_by` text;--> statement-breakpoint
ALTER TABLE `person` ADD `email_proven_at` integer;