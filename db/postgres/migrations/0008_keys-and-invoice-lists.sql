ALTER TABLE "api_key" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "api_key" ADD COLUMN "created_at" bigint;--> statement-breakpoint
ALTER TABLE "api_key" ADD COLUMN "expires_at" bigint;--> statement-breakpoint
ALTER TABLE "api_key" ADD COLUMN "revoked_at" bigint;--> statement-breakpoint
ALTER TABLE "api_key" ADD COLUMN "last_used_at" bigint;--> statement-breakpoint
ALTER TABLE "invoice" ADD COLUMN "receptor_rfc" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "invoice" ADD COLUMN "branch" text;--> statement-breakpoint
CREATE INDEX "api_key_of" ON "api_key" USING btree ("merchant_id","world");--> statement-breakpoint
CREATE INDEX "invoice_by_date" ON "invoice" USING btree ("merchant_id","world","created_at","seq");--> statement-breakpoint
CREATE INDEX "invoice_by_state" ON "invoice" USING btree ("merchant_id","world","state","created_at","seq");--> statement-breakpoint
CREATE INDEX "invoice_by_portal" ON "invoice" USING btree ("merchant_id","world","portal_slug","created_at","seq");--> statement-breakpoint
CREATE INDEX "invoice_by_branch" ON "invoice" USING btree ("merchant_id","world","branch","created_at","seq");--> statement-breakpoint
CREATE INDEX "invoice_by_rfc" ON "invoice" USING btree ("merchant_id","world","receptor_rfc","created_at","seq");--> statement-breakpoint
CREATE INDEX "invoice_by_folio" ON "invoice" USING btree ("merchant_id","world","folio","created_at","seq");--> statement-breakpoint
CREATE INDEX "invoice_sale_of" ON "invoice_sale" USING btree ("sale_id");--> statement-breakpoint
UPDATE "invoice" SET "receptor_rfc" = coalesce("snapshot"::json #>> '{receptor,rfc}', ''), "branch" = "snapshot"::json #>> '{sales,0,branch}';
