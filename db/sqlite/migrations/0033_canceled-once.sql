DROP INDEX `invoice_once`;--> statement-breakpoint
CREATE INDEX `invoice_attempts` ON `invoice` (`merchant_id`,`world`,`once`,`seq`) WHERE once is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `invoice_once` ON `invoice` (`merchant_id`,`world`,`once`) WHERE once is not null and state not in ('rejected', 'canceled');