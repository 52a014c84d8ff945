CREATE TABLE "request_sale" (
	"request_id" text NOT NULL,
	"sale_id" text NOT NULL,
	CONSTRAINT "request_sale_request_id_sale_id_pk" PRIMARY KEY("request_id","sale_id")
);
--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "receptor_rfc" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "waits_for" text DEFAULT 'merchant' NOT NULL;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "wait_key" text;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "look_at" bigint;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "expires_at" bigint;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "hindrance" text;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "invoice_id" text;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "answer" text;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "settled_by" text;--> statement-breakpoint
ALTER TABLE "request" ADD COLUMN "settled_at" bigint;--> statement-breakpoint
ALTER TABLE "request_sale" ADD CONSTRAINT "request_sale_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "request_sale_of" ON "request_sale" USING btree ("sale_id");--> statement-breakpoint
CREATE INDEX "request_by_status" ON "request" USING btree ("merchant_id","world","status","seq");--> statement-breakpoint
CREATE INDEX "request_awaiting" ON "request" USING btree ("merchant_id","world","wait_key") WHERE wait_key is not null;--> statement-breakpoint
CREATE INDEX "request_awaiting_rfc" ON "request" USING btree ("merchant_id","world","receptor_rfc") WHERE wait_key is not null;--> statement-breakpoint
CREATE INDEX "request_due" ON "request" USING btree ("look_at") WHERE look_at is not null;--> statement-breakpoint
INSERT INTO "request_sale" SELECT DISTINCT "request"."id", "each"."sale_id" FROM "request", json_array_elements_text("request"."sale_ids"::json) AS "each"("sale_id");--> statement-breakpoint
UPDATE "request" SET "receptor_rfc" = coalesce("receptor"::json ->> 'rfc', '');--> statement-breakpoint
UPDATE "request" SET "look_at" = 0 WHERE "status" = 'open';--> statement-breakpoint
UPDATE "request" SET "waits_for" = 'sale', "expires_at" = "created_at" + 2592000000 WHERE "status" = 'open' AND "reason" = 'not-here-yet' AND "sale_ids" = '[]' AND "lookup" <> '{}';
