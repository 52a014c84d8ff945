CREATE TABLE "circuit" (
	"circuit" text PRIMARY KEY NOT NULL,
	"failures" bigint NOT NULL,
	"open_until" bigint,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lista_69b" (
	"rfc" text PRIMARY KEY NOT NULL,
	"situacion" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notice" (
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"params" text NOT NULL,
	"since" bigint NOT NULL,
	"last_at" bigint NOT NULL,
	"resolved_at" bigint,
	CONSTRAINT "notice_merchant_id_world_kind_subject_pk" PRIMARY KEY("merchant_id","world","kind","subject")
);
--> statement-breakpoint
CREATE TABLE "provider_account" (
	"merchant_id" text NOT NULL,
	"world" text NOT NULL,
	"role" text NOT NULL,
	"provider" text NOT NULL,
	"position" bigint NOT NULL,
	"sealed_credentials" "bytea" NOT NULL,
	"settings" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "provider_account_merchant_id_world_role_provider_pk" PRIMARY KEY("merchant_id","world","role","provider")
);
--> statement-breakpoint
CREATE TABLE "taxpayer_check" (
	"hash" text PRIMARY KEY NOT NULL,
	"answer" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "invoice_out" ON "invoice" USING btree ("pac_id","world") WHERE state = 'sending';