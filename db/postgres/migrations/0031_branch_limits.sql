ALTER TABLE "account_link" ADD COLUMN "branches" text;--> statement-breakpoint
ALTER TABLE "member" ADD COLUMN "branches" text;