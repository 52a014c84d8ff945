CREATE TABLE "cancellation" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "cancellation_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"invoice_id" text NOT NULL,
	"state" text NOT NULL,
	"motivo" text NOT NULL,
	"substitute" text,
	"requested_by" text NOT NULL,
	"acceptance_needed" boolean NOT NULL,
	"acceptance_until" bigint,
	"after_rejection" boolean NOT NULL,
	"pac_id" text,
	"fence" bigint NOT NULL,
	"called_at" bigint,
	"in_doubt_since" bigint,
	"taken_at" bigint,
	"waiting_since" bigint,
	"looks" bigint NOT NULL,
	"next_at" bigint NOT NULL,
	"lease_until" bigint,
	"how" text,
	"refusal_code" text,
	"refusal_message" text,
	"created_at" bigint NOT NULL,
	"settled_at" bigint,
	CONSTRAINT "cancellation_id" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "cancellation_step" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "cancellation_step_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"cancellation_id" text NOT NULL,
	"kind" text NOT NULL,
	"fence" bigint NOT NULL,
	"at" bigint NOT NULL,
	"reason" text,
	"document" text
);
--> statement-breakpoint
ALTER TABLE "cancellation" ADD CONSTRAINT "cancellation_invoice_id_invoice_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoice"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cancellation_step" ADD CONSTRAINT "cancellation_step_cancellation_id_cancellation_id_fk" FOREIGN KEY ("cancellation_id") REFERENCES "public"."cancellation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "cancellation_open" ON "cancellation" USING btree ("invoice_id") WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX "cancellation_due" ON "cancellation" USING btree ("next_at") WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX "cancellation_of" ON "cancellation" USING btree ("invoice_id","seq");--> statement-breakpoint
CREATE INDEX "cancellation_step_of" ON "cancellation_step" USING btree ("cancellation_id","seq");