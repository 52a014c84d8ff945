CREATE TABLE "account_link" (
	"hash" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"id" text,
	"person_id" text,
	"merchant_id" text,
	"email" text,
	"role" text,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"merchant_id" text NOT NULL,
	"position" bigint NOT NULL,
	"at" bigint NOT NULL,
	"world" text NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"target" text,
	"status" bigint NOT NULL,
	"address" text NOT NULL,
	"seal" text NOT NULL,
	CONSTRAINT "audit_entry_merchant_id_position_pk" PRIMARY KEY("merchant_id","position")
);
--> statement-breakpoint
CREATE TABLE "member" (
	"merchant_id" text NOT NULL,
	"person_id" text NOT NULL,
	"role" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "member_merchant_id_person_id_pk" PRIMARY KEY("merchant_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"person_id" text NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"last_seen_at" bigint NOT NULL,
	"stepped_up_at" bigint NOT NULL,
	"address" text NOT NULL,
	"user_agent" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_link_of" ON "account_link" USING btree ("merchant_id");--> statement-breakpoint
CREATE INDEX "account_link_over" ON "account_link" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "member_person" ON "member" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "person_email" ON "person" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "session_hash" ON "session" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "session_of" ON "session" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "session_over" ON "session" USING btree ("expires_at");