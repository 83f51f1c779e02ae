CREATE TABLE "bulk_pace" (
	"id" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"state" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "bulk_pace_single" CHECK (id)
);
