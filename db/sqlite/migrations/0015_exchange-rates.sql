CREATE TABLE `exchange_rate` (
	`moneda` text NOT NULL,
	`published` text NOT NULL,
	`rate` text NOT NULL,
	PRIMARY KEY(`moneda`, `published`)
);
