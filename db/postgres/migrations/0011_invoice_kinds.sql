ALTER TABLE "invoice" ADD COLUMN "kind" text DEFAULT 'ingreso' NOT NULL;--> statement-breakpoint
ALTER TABLE "invoice" ADD COLUMN "origin" text DEFAULT 'portal' NOT NULL;--> statement-breakpoint
ALTER TABLE "invoice" ADD COLUMN "once" text;--> statement-breakpoint
ALTER TABLE "invoice" ADD COLUMN "successor_of" text;--> statement-breakpoint
ALTER TABLE "invoice" ADD COLUMN "canceled_at" bigint;--> statement-breakpoint
ALTER TABLE "invoice_sale" ADD COLUMN "next" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "invoice_once" ON "invoice" USING btree ("merchant_id","world","once") WHERE once is not null and state <> 'rejected';--> statement-breakpoint
CREATE INDEX "invoice_successor" ON "invoice" USING btree ("successor_of") WHERE successor_of is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "invoice_sale_next" ON "invoice_sale" USING btree ("sale_id") WHERE next;