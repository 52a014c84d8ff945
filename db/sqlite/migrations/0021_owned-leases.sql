ALTER TABLE `cancellation` ADD `lease_owner` integer;--> statement-breakpoint
CREATE INDEX `cancellation_out` ON `cancellation` (`lease_owner`) WHERE settled_at is null and lease_until is not null;--> statement-breakpoint
ALTER TABLE `delivery` ADD `lease_owner` integer;--> statement-breakpoint
CREATE INDEX `delivery_out` ON `delivery` (`lease_owner`) WHERE state = 'pending' and lease_until is not null;