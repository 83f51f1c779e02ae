CREATE TABLE "account" (
	"subject" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean NOT NULL,
	"roles" text[] NOT NULL,
	"groups" text[] NOT NULL,
	"muted" text[] DEFAULT '{}' NOT NULL,
	"signed_in_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_version" (
	"number" integer PRIMARY KEY NOT NULL,
	"policy" jsonb NOT NULL,
	"origin" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"author_subject" text DEFAULT '' NOT NULL,
	"author_name" text DEFAULT '' NOT NULL,
	"author_email" text DEFAULT '' NOT NULL,
	"author_role" text DEFAULT '' NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policy_version_origin_known" CHECK (origin in ('first', 'file', 'editor', 'revert'))
);
--> statement-breakpoint
CREATE TABLE "request_message" (
	"request_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"author_subject" text NOT NULL,
	"author_name" text NOT NULL,
	"author_email" text NOT NULL,
	"author_role" text NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "request_message_request_id_number_pk" PRIMARY KEY("request_id","number")
);
--> statement-breakpoint
CREATE TABLE "request" (
	"id" uuid PRIMARY KEY NOT NULL,
	"submission_key" uuid NOT NULL,
	"kind" text NOT NULL,
	"reissues" uuid,
	"state" text NOT NULL,
	"revision" integer NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"directory_id" text NOT NULL,
	"email_key" text NOT NULL,
	"sponsor_name" text DEFAULT '' NOT NULL,
	"requester_subject" text NOT NULL,
	"requester_name" text NOT NULL,
	"requester_email" text NOT NULL,
	"requester_role" text NOT NULL,
	"wanted_until" text DEFAULT '' NOT NULL,
	"acknowledged" text DEFAULT '' NOT NULL,
	"approvers" jsonb NOT NULL,
	"policy_number" integer NOT NULL,
	"decider_subject" text,
	"decider_name" text,
	"decider_email" text,
	"decider_role" text,
	"decided_at" timestamp (3) with time zone,
	"decision_words" text DEFAULT '' NOT NULL,
	"decision_changes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"invitation_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "request_kind_known" CHECK (kind in ('invite', 'reissue')),
	CONSTRAINT "request_state_known" CHECK (state in ('open', 'asked-back', 'approved', 'denied', 'withdrawn', 'expired'))
);
--> statement-breakpoint
CREATE TABLE "delivery" (
	"id" uuid PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"kind" text NOT NULL,
	"recipient" text NOT NULL,
	"key" text NOT NULL,
	"sequence" bigint,
	"payload" jsonb NOT NULL,
	"state" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"last_problem" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "delivery_channel_known" CHECK (channel in ('mail', 'webhook')),
	CONSTRAINT "delivery_state_known" CHECK (state in ('waiting', 'delivered', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "delivery_try" (
	"delivery_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"status" integer,
	"took_ms" integer NOT NULL,
	"problem" text DEFAULT '' NOT NULL,
	CONSTRAINT "delivery_try_delivery_id_number_pk" PRIMARY KEY("delivery_id","number")
);
--> statement-breakpoint
CREATE TABLE "reader" (
	"name" text PRIMARY KEY NOT NULL,
	"sequence" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"events" text[] DEFAULT '{}' NOT NULL,
	"secret" text NOT NULL,
	"previous_secret" text DEFAULT '' NOT NULL,
	"previous_until" timestamp (3) with time zone,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "invitation" ADD COLUMN "request_id" uuid;--> statement-breakpoint
ALTER TABLE "invitation" ADD COLUMN "approver_subject" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "invitation" ADD COLUMN "approver_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "invitation" ADD COLUMN "approver_email" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "invitation" ADD COLUMN "keeper_user_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "invitation" ADD COLUMN "keeper_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "request_message" ADD CONSTRAINT "request_message_request_id_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_reissues_invitation_id_fk" FOREIGN KEY ("reissues") REFERENCES "public"."invitation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request" ADD CONSTRAINT "request_invitation_id_invitation_id_fk" FOREIGN KEY ("invitation_id") REFERENCES "public"."invitation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_try" ADD CONSTRAINT "delivery_try_delivery_id_delivery_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."delivery"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_email" ON "account" USING btree (lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "request_submission_key" ON "request" USING btree ("submission_key");--> statement-breakpoint
CREATE UNIQUE INDEX "request_live" ON "request" USING btree ("directory_id","email_key") WHERE state in ('open', 'asked-back');--> statement-breakpoint
CREATE INDEX "request_queue" ON "request" USING btree ("created_at","id") WHERE state in ('open', 'asked-back');--> statement-breakpoint
CREATE INDEX "request_requester" ON "request" USING btree ("requester_subject","created_at","id");--> statement-breakpoint
CREATE INDEX "request_invitation" ON "request" USING btree ("invitation_id");--> statement-breakpoint
CREATE INDEX "request_expires" ON "request" USING btree ("expires_at") WHERE state in ('open', 'asked-back');--> statement-breakpoint
CREATE UNIQUE INDEX "delivery_key" ON "delivery" USING btree ("key");--> statement-breakpoint
CREATE INDEX "delivery_due" ON "delivery" USING btree ("due_at") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "delivery_recipient" ON "delivery" USING btree ("recipient","created_at");--> statement-breakpoint
CREATE INDEX "invitation_keeper" ON "invitation" USING btree ("keeper_user_id") WHERE keeper_user_id <> '';