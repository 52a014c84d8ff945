CREATE TABLE "global_schedule" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "global_schedule_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"branch" text NOT NULL,
	"periodicidad" text NOT NULL,
	"hour" bigint NOT NULL,
	"serie" text NOT NULL,
	"enabled" boolean NOT NULL,
	"since" text NOT NULL,
	"next_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "global_schedule_branch" ON "global_schedule" USING btree ("merchant_id","world","branch");--> statement-breakpoint
CREATE INDEX "global_schedule_due" ON "global_schedule" USING btree ("next_at") WHERE enabled;--> statement-breakpoint
CREATE INDEX "global_run_by_branch" ON "global_run" USING btree ("merchant_id","world","branch","day_from");