CREATE TABLE "portal_visit" (
	"slug" text NOT NULL,
	"day" text NOT NULL,
	"channel" text NOT NULL,
	"visits" bigint NOT NULL,
	CONSTRAINT "portal_visit_slug_day_channel_pk" PRIMARY KEY("slug","day","channel")
);
--> statement-breakpoint
CREATE INDEX "portal_visit_by_day" ON "portal_visit" USING btree ("day");