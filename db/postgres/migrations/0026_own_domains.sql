CREATE TABLE "portal_domain" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "portal_domain_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"slug" text NOT NULL,
	"host" text NOT NULL,
	"token" text NOT NULL,
	"state" text NOT NULL,
	"findings" text NOT NULL,
	"created_at" bigint NOT NULL,
	"proven_at" bigint,
	"active_at" bigint,
	"failing_since" bigint,
	"checked_at" bigint,
	"next_at" bigint,
	CONSTRAINT "portal_domain_id" UNIQUE("id")
);
--> statement-breakpoint
ALTER TABLE "portal_domain" ADD CONSTRAINT "portal_domain_merchant_id_merchant_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "portal_domain_host" ON "portal_domain" USING btree ("host") WHERE proven_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "portal_domain_of" ON "portal_domain" USING btree ("slug") WHERE state <> 'released';--> statement-breakpoint
CREATE UNIQUE INDEX "portal_domain_claim" ON "portal_domain" USING btree ("merchant_id","host");--> statement-breakpoint
CREATE INDEX "portal_domain_due" ON "portal_domain" USING btree ("next_at") WHERE state <> 'released';