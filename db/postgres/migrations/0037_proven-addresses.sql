ALTER TABLE "account_link" ADD COLUMN "invited_by" text;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "email_proven_at" bigint;