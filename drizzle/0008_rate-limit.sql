-- What each person has used of their allowance in the minute under way, for all replicas together. The columns are those of
-- the library that writes it (rate-limiter-flexible). Unlogged: it is worth nothing after a crash, and a write costs no flush.
CREATE UNLOGGED TABLE rate_limit (
  key text PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);
