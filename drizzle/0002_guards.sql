-- The audit is append-only by the database's own word. ENABLE ALWAYS: not even session_replication_role turns it off.
CREATE FUNCTION usher_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on "%" is refused: the audit is append-only', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'audit_append_only';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION usher_audit_refuse();
--> statement-breakpoint
ALTER TABLE audit ENABLE ALWAYS TRIGGER audit_append_only;
--> statement-breakpoint
CREATE TRIGGER audit_personal_append_only BEFORE UPDATE OR TRUNCATE ON audit_personal
  FOR EACH STATEMENT EXECUTE FUNCTION usher_audit_refuse();
--> statement-breakpoint
ALTER TABLE audit_personal ENABLE ALWAYS TRIGGER audit_personal_append_only;
--> statement-breakpoint
-- A person's data may be erased, but never by accident: only where the transaction says that it is erasing.
CREATE FUNCTION usher_audit_refuse_unless_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('usher.erasing', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'DELETE on "audit_personal" is refused: erase a person with npm run audit:erase'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'audit_append_only';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_personal_erased_on_purpose BEFORE DELETE ON audit_personal
  FOR EACH STATEMENT EXECUTE FUNCTION usher_audit_refuse_unless_erasing();
--> statement-breakpoint
ALTER TABLE audit_personal ENABLE ALWAYS TRIGGER audit_personal_erased_on_purpose;
--> statement-breakpoint
CREATE TRIGGER audit_head_stays BEFORE DELETE OR TRUNCATE ON audit_head
  FOR EACH STATEMENT EXECUTE FUNCTION usher_audit_refuse();
--> statement-breakpoint
ALTER TABLE audit_head ENABLE ALWAYS TRIGGER audit_head_stays;
--> statement-breakpoint
CREATE FUNCTION usher_audit_head_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.sequence > OLD.sequence THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'UPDATE on "audit_head" is refused: the audit only grows'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'audit_append_only';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head
  FOR EACH ROW EXECUTE FUNCTION usher_audit_head_forward();
--> statement-breakpoint
ALTER TABLE audit_head ENABLE ALWAYS TRIGGER audit_head_forward;
--> statement-breakpoint
-- The rows that are there from the beginning: the chain starts with 32 zero bytes.
INSERT INTO audit_head (sequence, hash) VALUES (0, decode(repeat('00', 32), 'hex'));
--> statement-breakpoint
INSERT INTO installation (incarnation) VALUES (gen_random_uuid());
