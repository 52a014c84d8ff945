CREATE TABLE "print" (
	"invoice_id" text PRIMARY KEY NOT NULL,
	"pdf" "bytea" NOT NULL,
	"made_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "print" ADD CONSTRAINT "print_invoice_id_invoice_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoice"("id") ON DELETE no action ON UPDATE no action;