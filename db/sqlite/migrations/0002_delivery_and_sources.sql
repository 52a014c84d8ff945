CREATE TABLE `delivery` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`kind` text NOT NULL,
	`once` text NOT NULL,
	`target` text NOT NULL,
	`subject` text NOT NULL,
	`event_id` text,
	`payload` text NOT NULL,
	`next_at` integer NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`claim` integer NOT NULL,
	`lease_until` integer,
	`created_at` integer NOT NULL,
	`settled_at` integer,
	`reason` text,
	`receipt` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `delivery_id` ON `delivery` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `delivery_once` ON `delivery` (`merchant_id`,`world`,`once`);--> statement-breakpoint
CREATE INDEX `delivery_due` ON `delivery` (`next_at`,`seq`,`target`,`lease_until`,`kind`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `delivery_to` ON `delivery` (`target`,`next_at`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `delivery_by_seq` ON `delivery` (`merchant_id`,`world`,`seq`);--> statement-breakpoint
CREATE INDEX `delivery_by_target` ON `delivery` (`target`,`seq`);--> statement-breakpoint
CREATE INDEX `delivery_by_subject` ON `delivery` (`subject`,`seq`);--> statement-breakpoint
CREATE INDEX `delivery_receipt` ON `delivery` (`receipt`) WHERE receipt is not null;--> statement-breakpoint
CREATE INDEX `delivery_settled` ON `delivery` (`settled_at`) WHERE settled_at is not null;--> statement-breakpoint
CREATE TABLE `delivery_attempt` (
	`seq` integer PRIMARY KEY NOT NULL,
	`delivery_id` text NOT NULL,
	`at` integer NOT NULL,
	`ms` integer NOT NULL,
	`outcome` text NOT NULL,
	`status` integer,
	`reason` text,
	FOREIGN KEY (`delivery_id`) REFERENCES `delivery`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `delivery_attempt_by_delivery` ON `delivery_attempt` (`delivery_id`,`seq`);--> statement-breakpoint
CREATE TABLE `event` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`type` text NOT NULL,
	`subject` text NOT NULL,
	`portal_slug` text,
	`at` integer NOT NULL,
	`fanned_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `event_id` ON `event` (`id`);--> statement-breakpoint
CREATE INDEX `event_waiting` ON `event` (`seq`) WHERE fanned_at is null;--> statement-breakpoint
CREATE INDEX `event_by_time` ON `event` (`merchant_id`,`world`,`at`);--> statement-breakpoint
CREATE TABLE `listener` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`events` text NOT NULL,
	`portals` text,
	`sealed` blob NOT NULL,
	`state` text NOT NULL,
	`disabled_reason` text,
	`failing_since` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `listener_id` ON `listener` (`id`);--> statement-breakpoint
CREATE INDEX `listener_by_seq` ON `listener` (`merchant_id`,`world`,`seq`);--> statement-breakpoint
CREATE TABLE `suppressed_address` (
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`hash` text NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`merchant_id`, `world`, `hash`)
);
--> statement-breakpoint
CREATE TABLE `product_key` (
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`key` text NOT NULL,
	`product` text NOT NULL,
	PRIMARY KEY(`merchant_id`, `world`, `key`)
);
--> statement-breakpoint
CREATE TABLE `sale_source` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`merchant_id` text NOT NULL,
	`world` text NOT NULL,
	`type` text NOT NULL,
	`name` text NOT NULL,
	`settings` text NOT NULL,
	`sealed_credentials` blob NOT NULL,
	`created_at` integer NOT NULL,
	`events` integer DEFAULT 0 NOT NULL,
	`last_event_at` integer,
	`bad_signatures` integer DEFAULT 0 NOT NULL,
	`last_bad_signature_at` integer,
	`list_cursor` text,
	`list_since` integer,
	`listed` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sale_source_id` ON `sale_source` (`id`);--> statement-breakpoint
CREATE INDEX `sale_source_by_seq` ON `sale_source` (`merchant_id`,`world`,`seq`);--> statement-breakpoint
CREATE TABLE `source_event` (
	`source_id` text NOT NULL,
	`external_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`source_id`, `external_id`),
	FOREIGN KEY (`source_id`) REFERENCES `sale_source`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `source_fact` (
	`source_id` text NOT NULL,
	`fact_key` text NOT NULL,
	`sale_key` text NOT NULL,
	`version` integer NOT NULL,
	`fact` text NOT NULL,
	PRIMARY KEY(`source_id`, `fact_key`),
	FOREIGN KEY (`source_id`) REFERENCES `sale_source`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `source_fact_by_sale` ON `source_fact` (`source_id`,`sale_key`);--> statement-breakpoint
CREATE TABLE `source_sale` (
	`source_id` text NOT NULL,
	`sale_key` text NOT NULL,
	`revision` integer NOT NULL,
	`folded` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`faults` text,
	`problem_at` integer,
	PRIMARY KEY(`source_id`, `sale_key`),
	FOREIGN KEY (`source_id`) REFERENCES `sale_source`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `source_sale_unfolded` ON `source_sale` (`changed_at`) WHERE revision > folded;--> statement-breakpoint
CREATE INDEX `source_sale_problem` ON `source_sale` (`source_id`,`problem_at`) WHERE faults is not null;--> statement-breakpoint
CREATE TABLE `source_unread` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`source_id` text NOT NULL,
	`external_id` text NOT NULL,
	`type` text NOT NULL,
	`reason` text NOT NULL,
	`body` text NOT NULL,
	`received_at` integer NOT NULL,
	FOREIGN KEY (`source_id`) REFERENCES `sale_source`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `source_unread_id` ON `source_unread` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `source_unread_once` ON `source_unread` (`source_id`,`external_id`);
--> statement-breakpoint
INSERT INTO `delivery` (`id`, `merchant_id`, `world`, `kind`, `once`, `target`, `subject`, `payload`, `next_at`, `state`, `attempts`, `claim`, `created_at`)
SELECT o.`id`, i.`merchant_id`, i.`world`, 'mail', 'mail:' || o.`invoice_id` || ':' || o.`target`, o.`target`, o.`invoice_id`, o.`payload`, o.`created_at`, 'pending', 0, 0, o.`created_at`
FROM `outbox` o JOIN `invoice` i ON i.`id` = o.`invoice_id`
WHERE o.`kind` = 'mail'
ORDER BY o.`seq`;
--> statement-breakpoint
DROP TABLE `outbox`;