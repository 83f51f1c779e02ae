CREATE TABLE "attempt" (
	"id" uuid PRIMARY KEY NOT NULL,
	"invitation_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"protocol" jsonb NOT NULL,
	"content" jsonb NOT NULL,
	"actor_subject" text NOT NULL,
	"actor_name" text NOT NULL,
	"actor_email" text NOT NULL,
	"actor_role" text NOT NULL,
	"request_id" text NOT NULL,
	"intent_at_upstream" timestamp (3) with time zone NOT NULL,
	"upstream_id" text,
	"failure_code" text,
	"failure_detail" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "attempt_kind_known" CHECK (kind in ('create', 'revoke')),
	CONSTRAINT "attempt_state_known" CHECK (state in ('intent', 'sending', 'unknown', 'settled', 'refused', 'needs-person'))
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"sequence" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"action" text NOT NULL,
	"invitation_id" uuid,
	"upstream_id" text,
	"request_id" text NOT NULL,
	"details" jsonb NOT NULL,
	"personal_hashes" jsonb NOT NULL,
	"previous_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"id" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"sequence" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_head_single" CHECK (id)
);
--> statement-breakpoint
CREATE TABLE "audit_personal" (
	"sequence" bigint NOT NULL,
	"part" text NOT NULL,
	"person" text NOT NULL,
	"salt" "bytea" NOT NULL,
	"content" jsonb NOT NULL,
	CONSTRAINT "audit_personal_sequence_part_pk" PRIMARY KEY("sequence","part")
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"id" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"incarnation" uuid NOT NULL,
	"sending_stopped" boolean DEFAULT false NOT NULL,
	"stopped_because" text DEFAULT '' NOT NULL,
	"place" text,
	CONSTRAINT "installation_single" CHECK (id)
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"directory_id" text NOT NULL,
	"email" text NOT NULL,
	"email_key" text NOT NULL,
	"display_name" text NOT NULL,
	"role_ids" text[] NOT NULL,
	"sponsor_user_id" text NOT NULL,
	"sponsor_name" text DEFAULT '' NOT NULL,
	"purpose" text NOT NULL,
	"ticket" text DEFAULT '' NOT NULL,
	"job_id" text DEFAULT '' NOT NULL,
	"onboarding_flow_id" text DEFAULT '' NOT NULL,
	"state" text NOT NULL,
	"origin" text NOT NULL,
	"submission_key" uuid,
	"content_hash" text DEFAULT '' NOT NULL,
	"sender_subject" text DEFAULT '' NOT NULL,
	"sender_name" text DEFAULT '' NOT NULL,
	"sender_email" text DEFAULT '' NOT NULL,
	"failure_code" text,
	"failure_detail" text,
	"upstream_id" text,
	"upstream_status" text DEFAULT '' NOT NULL,
	"invited_by_user_id" text DEFAULT '' NOT NULL,
	"created_user_id" text DEFAULT '' NOT NULL,
	"upstream_created_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"accepted_at" timestamp (3) with time zone,
	"seen_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"search_text" text GENERATED ALWAYS AS (lower(email || ' ' || display_name || ' ' || purpose || ' ' || sponsor_name || ' ' || sender_name)) STORED,
	CONSTRAINT "invitation_state_known" CHECK (state in ('intent', 'held', 'queued', 'sending', 'unknown', 'needs-person', 'reissuing', 'pending', 'accepted', 'revoked', 'expired', 'failed', 'cancelled')),
	CONSTRAINT "invitation_origin_known" CHECK (origin in ('usher', 'outside'))
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_key" text NOT NULL,
	"job_title" text NOT NULL,
	"department" text NOT NULL,
	"status" text NOT NULL,
	"type" text NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync" (
	"part" text PRIMARY KEY NOT NULL,
	"cursor" jsonb,
	"started_at" timestamp (3) with time zone,
	"whole_at" timestamp (3) with time zone,
	"problem" text
);
--> statement-breakpoint
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_invitation_id_invitation_id_fk" FOREIGN KEY ("invitation_id") REFERENCES "public"."invitation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_personal" ADD CONSTRAINT "audit_personal_sequence_audit_sequence_fk" FOREIGN KEY ("sequence") REFERENCES "public"."audit"("sequence") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "attempt_number" ON "attempt" USING btree ("invitation_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "attempt_open" ON "attempt" USING btree ("invitation_id") WHERE state in ('intent', 'sending', 'unknown', 'needs-person');--> statement-breakpoint
CREATE UNIQUE INDEX "attempt_upstream_id" ON "attempt" USING btree ("upstream_id") WHERE kind = 'create';--> statement-breakpoint
CREATE INDEX "attempt_due" ON "attempt" USING btree ("created_at","id") WHERE state in ('intent', 'sending', 'unknown');--> statement-breakpoint
CREATE INDEX "audit_invitation" ON "audit" USING btree ("invitation_id");--> statement-breakpoint
CREATE INDEX "audit_action" ON "audit" USING btree ("action","sequence");--> statement-breakpoint
CREATE INDEX "audit_at" ON "audit" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_personal_person" ON "audit_personal" USING btree ("person");--> statement-breakpoint
CREATE UNIQUE INDEX "invitation_submission_key" ON "invitation" USING btree ("submission_key");--> statement-breakpoint
CREATE UNIQUE INDEX "invitation_upstream_id" ON "invitation" USING btree ("upstream_id");--> statement-breakpoint
CREATE UNIQUE INDEX "invitation_live" ON "invitation" USING btree ("directory_id","email_key") WHERE origin = 'usher' and state not in ('accepted', 'revoked', 'expired', 'failed', 'cancelled');--> statement-breakpoint
CREATE INDEX "invitation_email" ON "invitation" USING btree ("email_key");--> statement-breakpoint
CREATE INDEX "invitation_state" ON "invitation" USING btree ("state","created_at","id");--> statement-breakpoint
CREATE INDEX "invitation_created" ON "invitation" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "invitation_search" ON "invitation" USING gin ("search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "person_email" ON "person" USING btree ("email_key");