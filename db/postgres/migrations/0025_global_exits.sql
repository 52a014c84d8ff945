CREATE TABLE "global_exit" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "global_exit_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"global_id" text NOT NULL,
	"invoice_id" text NOT NULL,
	"way" text NOT NULL,
	"state" text NOT NULL,
	"next_at" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "global_exit_id" UNIQUE("id")
);
--> statement-breakpoint
CREATE INDEX "global_exit_due" ON "global_exit" USING btree ("next_at") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "global_exit_of" ON "global_exit" USING btree ("global_id") WHERE state = 'open';