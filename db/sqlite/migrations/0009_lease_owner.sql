ALTER TABLE `invoice` ADD `lease_owner` integer;--> statement-breakpoint
ALTER TABLE `print` ADD `asked_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `print_by_asked` ON `print` (`asked_at`);--> statement-breakpoint
CREATE INDEX `attempt_by_period` ON `attempt` (`period`);--> statement-breakpoint
CREATE INDEX `pac_call_unanswered` ON `pac_call` (`at`) WHERE kind in ('doubt', 'not-sent');--> statement-breakpoint
UPDATE `print` SET `asked_at` = `made_at`;--> statement-breakpoint
DELETE FROM `attempt` WHERE `key` LIKE 'pac-credit:%';