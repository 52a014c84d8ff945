ALTER TABLE "refund" ADD COLUMN "reported" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "source_sale" ADD COLUMN "sale_id" text;--> statement-breakpoint
ALTER TABLE "source_sale" ADD COLUMN "refunds" text;--> statement-breakpoint
CREATE INDEX "source_sale_made" ON "source_sale" USING btree ("sale_id");--> statement-breakpoint
UPDATE "refund" SET "reported" = true WHERE "reference" LIKE 'total %';--> statement-breakpoint
UPDATE "source_sale" SET "revision" = "revision" + 1;
