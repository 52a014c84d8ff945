CREATE TABLE "delivery" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "delivery_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"kind" text NOT NULL,
	"once" text NOT NULL,
	"target" text NOT NULL,
	"subject" text NOT NULL,
	"event_id" text,
	"payload" text NOT NULL,
	"next_at" bigint NOT NULL,
	"state" text NOT NULL,
	"attempts" bigint NOT NULL,
	"claim" bigint NOT NULL,
	"lease_until" bigint,
	"created_at" bigint NOT NULL,
	"settled_at" bigint,
	"reason" text,
	"receipt" text,
	CONSTRAINT "delivery_id" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "delivery_attempt" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "delivery_attempt_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"delivery_id" text NOT NULL,
	"at" bigint NOT NULL,
	"ms" bigint NOT NULL,
	"outcome" text NOT NULL,
	"status" bigint,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "event" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "event_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"type" text NOT NULL,
	"subject" text NOT NULL,
	"portal_slug" text,
	"at" bigint NOT NULL,
	"fanned_at" bigint,
	CONSTRAINT "event_id" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "listener" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "listener_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"events" text NOT NULL,
	"portals" text,
	"sealed" "bytea" NOT NULL,
	"state" text NOT NULL,
	"disabled_reason" text,
	"failing_since" bigint,
	"created_at" bigint NOT NULL,
	CONSTRAINT "listener_id" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "suppressed_address" (
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"hash" text NOT NULL,
	"reason" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "suppressed_address_merchant_id_world_hash_pk" PRIMARY KEY("merchant_id","world","hash")
);
--> statement-breakpoint
CREATE TABLE "product_key" (
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"key" text NOT NULL,
	"product" text NOT NULL,
	CONSTRAINT "product_key_merchant_id_world_key_pk" PRIMARY KEY("merchant_id","world","key")
);
--> statement-breakpoint
CREATE TABLE "sale_source" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sale_source_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"type" text NOT NULL,
	"name" text NOT NULL,
	"settings" text NOT NULL,
	"sealed_credentials" "bytea" NOT NULL,
	"created_at" bigint NOT NULL,
	"events" bigint DEFAULT 0 NOT NULL,
	"last_event_at" bigint,
	"bad_signatures" bigint DEFAULT 0 NOT NULL,
	"last_bad_signature_at" bigint,
	"list_cursor" text,
	"list_since" bigint,
	"listed" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "sale_source_id" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "source_event" (
	"source_id" text NOT NULL,
	"external_id" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "source_event_source_id_external_id_pk" PRIMARY KEY("source_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "source_fact" (
	"source_id" text NOT NULL,
	"fact_key" text NOT NULL,
	"sale_key" text NOT NULL,
	"version" bigint NOT NULL,
	"fact" text NOT NULL,
	CONSTRAINT "source_fact_source_id_fact_key_pk" PRIMARY KEY("source_id","fact_key")
);
--> statement-breakpoint
CREATE TABLE "source_sale" (
	"source_id" text NOT NULL,
	"sale_key" text NOT NULL,
	"revision" bigint NOT NULL,
	"folded" bigint NOT NULL,
	"changed_at" bigint NOT NULL,
	"faults" text,
	"problem_at" bigint,
	CONSTRAINT "source_sale_source_id_sale_key_pk" PRIMARY KEY("source_id","sale_key")
);
--> statement-breakpoint
CREATE TABLE "source_unread" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "source_unread_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"source_id" text NOT NULL,
	"external_id" text NOT NULL,
	"type" text NOT NULL,
	"reason" text NOT NULL,
	"body" text NOT NULL,
	"received_at" bigint NOT NULL,
	CONSTRAINT "source_unread_id" UNIQUE("id")
);
--> statement-breakpoint
ALTER TABLE "delivery_attempt" ADD CONSTRAINT "delivery_attempt_delivery_id_delivery_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."delivery"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_event" ADD CONSTRAINT "source_event_source_id_sale_source_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sale_source"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_fact" ADD CONSTRAINT "source_fact_source_id_sale_source_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sale_source"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_sale" ADD CONSTRAINT "source_sale_source_id_sale_source_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sale_source"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_unread" ADD CONSTRAINT "source_unread_source_id_sale_source_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sale_source"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "delivery_once" ON "delivery" USING btree ("merchant_id","world","once");--> statement-breakpoint
CREATE INDEX "delivery_due" ON "delivery" USING btree ("next_at","seq","target","lease_until","kind") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "delivery_to" ON "delivery" USING btree ("target","next_at") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "delivery_by_seq" ON "delivery" USING btree ("merchant_id","world","seq");--> statement-breakpoint
CREATE INDEX "delivery_by_target" ON "delivery" USING btree ("target","seq");--> statement-breakpoint
CREATE INDEX "delivery_by_subject" ON "delivery" USING btree ("subject","seq");--> statement-breakpoint
CREATE INDEX "delivery_receipt" ON "delivery" USING btree ("receipt") WHERE receipt is not null;--> statement-breakpoint
CREATE INDEX "delivery_settled" ON "delivery" USING btree ("settled_at") WHERE settled_at is not null;--> statement-breakpoint
CREATE INDEX "delivery_attempt_by_delivery" ON "delivery_attempt" USING btree ("delivery_id","seq");--> statement-breakpoint
CREATE INDEX "event_waiting" ON "event" USING btree ("seq") WHERE fanned_at is null;--> statement-breakpoint
CREATE INDEX "event_by_time" ON "event" USING btree ("merchant_id","world","at");--> statement-breakpoint
CREATE INDEX "listener_by_seq" ON "listener" USING btree ("merchant_id","world","seq");--> statement-breakpoint
CREATE INDEX "sale_source_by_seq" ON "sale_source" USING btree ("merchant_id","world","seq");--> statement-breakpoint
CREATE INDEX "source_fact_by_sale" ON "source_fact" USING btree ("source_id","sale_key");--> statement-breakpoint
CREATE INDEX "source_sale_unfolded" ON "source_sale" USING btree ("changed_at") WHERE revision > folded;--> statement-breakpoint
CREATE INDEX "source_sale_problem" ON "source_sale" USING btree ("source_id","problem_at") WHERE faults is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "source_unread_once" ON "source_unread" USING btree ("source_id","external_id");
--> statement-breakpoint
INSERT INTO "delivery" ("id", "merchant_id", "world", "kind", "once", "target", "subject", "payload", "next_at", "state", "attempts", "claim", "created_at")
SELECT o."id", i."merchant_id", i."world", 'mail', 'mail:' || o."invoice_id" || ':' || o."target", o."target", o."invoice_id", o."payload", o."created_at", 'pending', 0, 0, o."created_at"
FROM "outbox" o JOIN "invoice" i ON i."id" = o."invoice_id"
WHERE o."kind" = 'mail'
ORDER BY o."seq";
--> statement-breakpoint
DROP TABLE "outbox" CASCADE;