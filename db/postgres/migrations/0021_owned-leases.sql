ALTER TABLE "cancellation" ADD COLUMN "lease_owner" bigint;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "lease_owner" bigint;--> statement-breakpoint
CREATE INDEX "cancellation_out" ON "cancellation" USING btree ("lease_owner") WHERE settled_at is null and lease_until is not null;--> statement-breakpoint
CREATE INDEX "delivery_out" ON "delivery" USING btree ("lease_owner") WHERE state = 'pending' and lease_until is not null;