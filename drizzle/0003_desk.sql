CREATE INDEX "invitation_expires" ON "invitation" USING btree (coalesce("expires_at", 'infinity'::timestamptz),"id");--> statement-breakpoint
CREATE INDEX "invitation_name" ON "invitation" USING btree (left(lower("display_name"), 100),"id");--> statement-breakpoint
CREATE INDEX "invitation_directory" ON "invitation" USING btree ("directory_id","created_at","id");--> statement-breakpoint
CREATE INDEX "invitation_sponsor" ON "invitation" USING btree ("sponsor_user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "invitation_sender" ON "invitation" USING btree ("sender_subject","created_at","id");--> statement-breakpoint
CREATE INDEX "invitation_roles" ON "invitation" USING gin ("role_ids");