CREATE TABLE "audit_intent" (
	"id" text PRIMARY KEY NOT NULL,
	"merchant_id" text NOT NULL,
	"at" bigint NOT NULL,
	"world" text,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"target" text,
	"address" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_entry" ALTER COLUMN "world" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "proven_until" bigint;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "proof_hash" text;--> statement-breakpoint
CREATE INDEX "audit_intent_of" ON "audit_intent" USING btree ("merchant_id","at");--> statement-breakpoint
ALTER TABLE "session" DROP COLUMN "stepped_up_at";