CREATE TABLE "api_key" (
	"id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"scopes" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attempt" (
	"key" text NOT NULL,
	"period" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "attempt_key_period_pk" PRIMARY KEY("key","period")
);
--> statement-breakpoint
CREATE TABLE "branch" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "branch_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"merchant_id" text NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"codigo_postal" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "clave_prod_serv" (
	"clave" text PRIMARY KEY NOT NULL,
	"texto" text NOT NULL,
	"iva" text NOT NULL,
	"ieps" text NOT NULL,
	"complemento" text NOT NULL,
	"estimulo_frontera" boolean NOT NULL,
	"valid_from" text NOT NULL,
	"valid_to" text
);
--> statement-breakpoint
CREATE TABLE "codigo_postal" (
	"codigo" text PRIMARY KEY NOT NULL,
	"estado" text NOT NULL,
	"estimulo_frontera" bigint NOT NULL,
	"zone" text NOT NULL,
	"valid_from" text NOT NULL,
	"valid_to" text
);
--> statement-breakpoint
CREATE TABLE "csd" (
	"id" text PRIMARY KEY NOT NULL,
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"no_certificado" text NOT NULL,
	"rfc" text NOT NULL,
	"valid_from" bigint NOT NULL,
	"valid_to" bigint NOT NULL,
	"certificate" "bytea" NOT NULL,
	"sealed_secret" "bytea" NOT NULL,
	"active" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "data_key" (
	"merchant_id" text PRIMARY KEY NOT NULL,
	"wrapped" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "folio_counter" (
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"serie" text NOT NULL,
	"last" bigint NOT NULL,
	CONSTRAINT "folio_counter_merchant_id_world_serie_pk" PRIMARY KEY("merchant_id","world","serie")
);
--> statement-breakpoint
CREATE TABLE "invoice" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "invoice_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"portal_slug" text NOT NULL,
	"sale_ids" text NOT NULL,
	"state" text NOT NULL,
	"generation" bigint NOT NULL,
	"serie" text NOT NULL,
	"folio" bigint NOT NULL,
	"snapshot" text NOT NULL,
	"sealed_xml" text,
	"sealed_sha256" text,
	"sello" text,
	"no_certificado" text,
	"fecha" text,
	"sealed_at" bigint,
	"pac_id" text,
	"fence" bigint NOT NULL,
	"sends" bigint NOT NULL,
	"in_doubt_since" bigint,
	"next_at" bigint NOT NULL,
	"lease_until" bigint,
	"uuid" text,
	"stamped_xml" text,
	"stamped_at" bigint,
	"refusal_code" text,
	"refusal_sat_code" text,
	"refusal_message" text,
	"created_at" bigint NOT NULL,
	CONSTRAINT "invoice_id" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "invoice_sale" (
	"invoice_id" text NOT NULL,
	"sale_id" text NOT NULL,
	"active" boolean NOT NULL,
	CONSTRAINT "invoice_sale_invoice_id_sale_id_pk" PRIMARY KEY("invoice_id","sale_id")
);
--> statement-breakpoint
CREATE TABLE "merchant" (
	"id" text PRIMARY KEY NOT NULL,
	"trade_name" text NOT NULL,
	"rfc" text NOT NULL,
	"nombre" text NOT NULL,
	"regimen_fiscal" text NOT NULL,
	"contact" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"invoice_id" text NOT NULL,
	"kind" text NOT NULL,
	"target" text NOT NULL,
	"payload" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "outbox_id" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "pac_call" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "pac_call_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"invoice_id" text NOT NULL,
	"fence" bigint NOT NULL,
	"at" bigint NOT NULL,
	"kind" text NOT NULL,
	"sha256" text,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "portal" (
	"slug" text PRIMARY KEY NOT NULL,
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"settings" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "request" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "request_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"portal_slug" text NOT NULL,
	"sale_id" text,
	"lookup" text NOT NULL,
	"receptor" text NOT NULL,
	"email" text,
	"reason" text NOT NULL,
	"status" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "request_id" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "sale" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sale_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"source" text NOT NULL,
	"folio" text NOT NULL,
	"folio_key" text NOT NULL,
	"email_key" text,
	"total_centavos" bigint NOT NULL,
	"paid_centavos" bigint NOT NULL,
	"date_ms" bigint NOT NULL,
	"card_last4" text,
	"body" text NOT NULL,
	"generation" bigint NOT NULL,
	"kept_serie" text,
	"kept_folio" bigint,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "sale_id" UNIQUE("id")
);
--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_merchant_id_merchant_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "branch" ADD CONSTRAINT "branch_merchant_id_merchant_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "csd" ADD CONSTRAINT "csd_merchant_id_merchant_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "data_key" ADD CONSTRAINT "data_key_merchant_id_merchant_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_sale" ADD CONSTRAINT "invoice_sale_invoice_id_invoice_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoice"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_sale" ADD CONSTRAINT "invoice_sale_sale_id_sale_id_fk" FOREIGN KEY ("sale_id") REFERENCES "public"."sale"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_invoice_id_invoice_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoice"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pac_call" ADD CONSTRAINT "pac_call_invoice_id_invoice_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoice"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "portal" ADD CONSTRAINT "portal_merchant_id_merchant_id_fk" FOREIGN KEY ("merchant_id") REFERENCES "public"."merchant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_key_hash" ON "api_key" USING btree ("hash");--> statement-breakpoint
CREATE UNIQUE INDEX "branch_code" ON "branch" USING btree ("merchant_id","code");--> statement-breakpoint
CREATE UNIQUE INDEX "csd_active" ON "csd" USING btree ("merchant_id","world") WHERE active;--> statement-breakpoint
CREATE UNIQUE INDEX "invoice_uuid" ON "invoice" USING btree (lower(uuid));--> statement-breakpoint
CREATE UNIQUE INDEX "invoice_folio" ON "invoice" USING btree ("merchant_id","world","serie","folio") WHERE state <> 'rejected';--> statement-breakpoint
CREATE INDEX "invoice_due" ON "invoice" USING btree ("next_at") WHERE state in ('claimed', 'sealed', 'sending', 'in-doubt');--> statement-breakpoint
CREATE INDEX "invoice_by_seq" ON "invoice" USING btree ("merchant_id","world","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "invoice_sale_active" ON "invoice_sale" USING btree ("sale_id") WHERE active;--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_once" ON "outbox" USING btree ("invoice_id","kind","target");--> statement-breakpoint
CREATE INDEX "pac_call_by_invoice" ON "pac_call" USING btree ("invoice_id","seq");--> statement-breakpoint
CREATE INDEX "request_by_seq" ON "request" USING btree ("merchant_id","world","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "sale_natural_key" ON "sale" USING btree ("merchant_id","world","source","folio");--> statement-breakpoint
CREATE INDEX "sale_by_folio" ON "sale" USING btree ("merchant_id","world","folio_key","email_key","total_centavos","paid_centavos","date_ms","card_last4");--> statement-breakpoint
CREATE INDEX "sale_by_email" ON "sale" USING btree ("merchant_id","world","email_key","date_ms") WHERE email_key is not null;--> statement-breakpoint
CREATE INDEX "sale_by_total" ON "sale" USING btree ("merchant_id","world","total_centavos","date_ms");--> statement-breakpoint
CREATE INDEX "sale_by_paid" ON "sale" USING btree ("merchant_id","world","paid_centavos","date_ms") WHERE paid_centavos <> total_centavos;--> statement-breakpoint
CREATE INDEX "sale_by_card" ON "sale" USING btree ("merchant_id","world","card_last4","date_ms") WHERE card_last4 is not null;--> statement-breakpoint
CREATE INDEX "sale_by_seq" ON "sale" USING btree ("merchant_id","world","seq");