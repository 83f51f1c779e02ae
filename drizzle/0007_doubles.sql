ALTER TABLE "invitation" ADD COLUMN "double_of" uuid;--> statement-breakpoint
ALTER TABLE "invitation" ADD COLUMN "double_kind" text;--> statement-breakpoint
ALTER TABLE "invitation" ADD COLUMN "double_kept_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "invitation_double" ON "invitation" USING btree ("double_of") WHERE double_of is not null;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_double_known" CHECK (double_kind in ('second', 'stray'));