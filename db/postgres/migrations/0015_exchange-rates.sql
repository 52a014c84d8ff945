CREATE TABLE "exchange_rate" (
	"moneda" text NOT NULL,
	"published" text NOT NULL,
	"rate" text NOT NULL,
	CONSTRAINT "exchange_rate_moneda_published_pk" PRIMARY KEY("moneda","published")
);
