ALTER TABLE "invoice" ADD COLUMN "lease_owner" bigint;--> statement-breakpoint
ALTER TABLE "print" ADD COLUMN "asked_at" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "attempt_by_period" ON "attempt" USING btree ("period");--> statement-breakpoint
CREATE INDEX "pac_call_unanswered" ON "pac_call" USING btree ("at") WHERE kind in ('doubt', 'not-sent');--> statement-breakpoint
CREATE INDEX "print_by_asked" ON "print" USING btree ("asked_at");--> statement-breakpoint
UPDATE "print" SET "asked_at" = "made_at";--> statement-breakpoint
DELETE FROM "attempt" WHERE "key" LIKE 'pac-credit:%';