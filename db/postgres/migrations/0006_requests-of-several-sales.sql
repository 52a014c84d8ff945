ALTER TABLE "request" ADD COLUMN "sale_ids" text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "purchase_key" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "request_by_purchase" ON "request" USING btree ("merchant_id","world","purchase_key","seq");--> statement-breakpoint
UPDATE "request" SET "sale_ids" = json_build_array("sale_id")::text WHERE "sale_id" IS NOT NULL;--> statement-breakpoint
UPDATE "request" SET "purchase_key" = "id";--> statement-breakpoint
ALTER TABLE "request" DROP COLUMN "sale_id";