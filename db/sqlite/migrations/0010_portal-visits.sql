CREATE TABLE `portal_visit` (
	`slug` text NOT NULL,
	`day` text NOT NULL,
	`channel` text NOT NULL,
	`visits` integer NOT NULL,
	PRIMARY KEY(`slug`, `day`, `channel`)
);
--> statement-breakpoint
CREATE INDEX `portal_visit_by_day` ON `portal_visit` (`day`);