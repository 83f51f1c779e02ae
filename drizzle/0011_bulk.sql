CREATE TABLE "batch_row" (
	"batch_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"cells" jsonb NOT NULL,
	"target_id" uuid,
	"content" jsonb NOT NULL,
	"email_key" text DEFAULT '' NOT NULL,
	"given" jsonb NOT NULL,
	"problems" jsonb NOT NULL,
	"left_out" boolean DEFAULT false NOT NULL,
	"acknowledged" text DEFAULT '' NOT NULL,
	"class" text,
	"finding" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"changed" boolean DEFAULT false NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"submission_key" uuid DEFAULT gen_random_uuid() NOT NULL,
	"invitation_id" uuid,
	"request_id" uuid,
	"failure_code" text,
	"failure_detail" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "batch_row_batch_id_number_pk" PRIMARY KEY("batch_id","number"),
	CONSTRAINT "batch_row_class_known" CHECK (class in ('new', 'expired', 'needs-approval', 'lookalike', 'revoked', 'pending', 'already-user', 'already-sent', 'twice', 'denied', 'bad', 'ready', 'over')),
	CONSTRAINT "batch_row_state_known" CHECK (state in ('draft', 'waiting', 'queued', 'sending', 'unknown', 'done', 'asked', 'failed', 'skipped', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "batch" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"state" text NOT NULL,
	"submission_key" uuid NOT NULL,
	"file_name" text DEFAULT '' NOT NULL,
	"file_hash" text DEFAULT '' NOT NULL,
	"header" jsonb NOT NULL,
	"mapping" jsonb NOT NULL,
	"shared" jsonb NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"actor_subject" text NOT NULL,
	"actor_name" text NOT NULL,
	"actor_email" text NOT NULL,
	"actor_role" text NOT NULL,
	"request_id" text NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"planned_rows" integer DEFAULT 0 NOT NULL,
	"plan_hash" text DEFAULT '' NOT NULL,
	"planned_at" timestamp (3) with time zone,
	"copied_at" timestamp (3) with time zone,
	"confirmed_at" timestamp (3) with time zone,
	"send_after" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "batch_kind_known" CHECK (kind in ('invite', 'revoke', 'reissue')),
	CONSTRAINT "batch_source_known" CHECK (source in ('file', 'paste', 'list')),
	CONSTRAINT "batch_state_known" CHECK (state in ('reading', 'draft', 'planning', 'planned', 'held', 'running', 'paused', 'done', 'cancelled'))
);
--> statement-breakpoint
DROP INDEX "attempt_due";--> statement-breakpoint
ALTER TABLE "attempt" ADD COLUMN "batch_id" uuid;--> statement-breakpoint
ALTER TABLE "attempt" ADD COLUMN "batch_row" integer;--> statement-breakpoint
ALTER TABLE "batch_row" ADD CONSTRAINT "batch_row_batch_id_batch_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batch"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "batch_row_state" ON "batch_row" USING btree ("batch_id","state","number");--> statement-breakpoint
CREATE INDEX "batch_row_email" ON "batch_row" USING btree ("email_key");--> statement-breakpoint
CREATE INDEX "batch_row_invitation" ON "batch_row" USING btree ("invitation_id") WHERE invitation_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "batch_submission_key" ON "batch" USING btree ("submission_key");--> statement-breakpoint
CREATE INDEX "batch_created" ON "batch" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "batch_file" ON "batch" USING btree ("file_hash") WHERE file_hash <> '';--> statement-breakpoint
CREATE INDEX "batch_due" ON "batch" USING btree ("confirmed_at") WHERE state in ('reading', 'planning', 'held', 'running');--> statement-breakpoint
CREATE INDEX "attempt_queued" ON "attempt" USING btree ("batch_id","batch_row") WHERE state = 'intent' and batch_id is not null;--> statement-breakpoint
CREATE INDEX "attempt_batch" ON "attempt" USING btree ("batch_id","batch_row") WHERE batch_id is not null;--> statement-breakpoint
CREATE INDEX "attempt_due" ON "attempt" USING btree ("created_at","id") WHERE state in ('intent', 'sending', 'unknown') and (batch_id is null or state <> 'intent');