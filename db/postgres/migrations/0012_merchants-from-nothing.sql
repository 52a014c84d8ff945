CREATE TABLE "gone_live" (
	"merchant_id" text PRIMARY KEY NOT NULL,
	"pac" text NOT NULL,
	"manifest_signed_on" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "portal_address" (
	"slug" text PRIMARY KEY NOT NULL,
	"merchant_id" text NOT NULL,
	"portal_slug" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "csd" ADD COLUMN "is_sandbox" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "gone_live" ADD CONSTRAINT "gone_live_merchant_id_merchant_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "portal_address" ADD CONSTRAINT "portal_address_merchant_id_merchant_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
INSERT INTO "portal_address" ("slug", "merchant_id", "portal_slug") SELECT "slug", "merchant_id", "slug" FROM "portal";