CREATE TABLE "month_lock" (
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"month" text NOT NULL,
	"locked_by" text NOT NULL,
	"locked_at" bigint NOT NULL,
	CONSTRAINT "month_lock_merchant_id_world_month_pk" PRIMARY KEY("merchant_id","world","month")
);
