ALTER TABLE `account_link` ADD `branches` text;--> statement-breakpoint
ALTER TABLE `member` ADD `branches` text;