CREATE TABLE "global_run" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "global_run_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"branch" text NOT NULL,
	"periodicidad" text NOT NULL,
	"day_from" text NOT NULL,
	"day_to" text NOT NULL,
	"serie" text NOT NULL,
	"origin" text NOT NULL,
	"state" text NOT NULL,
	"refusal" text,
	"next_at" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "global_run_id" UNIQUE("id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "global_run_issuing" ON "global_run" USING btree ("merchant_id","world","branch","periodicidad","day_from","day_to") WHERE state = 'issuing';--> statement-breakpoint
CREATE INDEX "global_run_due" ON "global_run" USING btree ("next_at") WHERE state = 'issuing';--> statement-breakpoint
CREATE INDEX "sale_by_date" ON "sale" USING btree ("merchant_id","world","date_ms","seq") WHERE generation >= 0;