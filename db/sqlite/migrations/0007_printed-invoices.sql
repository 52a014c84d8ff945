CREATE TABLE `print` (
	`invoice_id` text PRIMARY KEY NOT NULL,
	`pdf` blob NOT NULL,
	`made_at` integer NOT NULL,
	FOREIGN KEY (`invoice_id`) REFERENCES `invoice`(`id`) ON UPDATE no action ON DELETE no action
);
