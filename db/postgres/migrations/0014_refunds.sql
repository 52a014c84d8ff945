CREATE TABLE "refund" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "refund_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"sale_id" text NOT NULL,
	"reference" text,
	"total" text NOT NULL,
	"date" text NOT NULL,
	"forma_pago" text NOT NULL,
	"conceptos" text NOT NULL,
	"state" text NOT NULL,
	"invoice_id" text,
	"reason" text,
	"next_at" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "refund_id" UNIQUE("id")
);
--> statement-breakpoint
ALTER TABLE "sale" ADD COLUMN "refunded" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_sale_id_sale_id_fk" FOREIGN KEY ("sale_id") REFERENCES "public"."sale"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "refund_reference" ON "refund" USING btree ("sale_id","reference") WHERE reference is not null;--> statement-breakpoint
CREATE INDEX "refund_of_sale" ON "refund" USING btree ("sale_id","seq");--> statement-breakpoint
CREATE INDEX "refund_by_seq" ON "refund" USING btree ("merchant_id","world","seq");--> statement-breakpoint
CREATE INDEX "refund_due" ON "refund" USING btree ("next_at") WHERE state = 'waiting';