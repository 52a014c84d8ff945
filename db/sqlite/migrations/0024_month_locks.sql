CREATE TABLE `month_lock` (
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`month` text NOT NULL,
	`locked_by` text NOT NULL,
	`locked_at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `world`, `month`)
);
