import 'server-only';
import type { Requests } from '../invitations/requests/requests';
import { type Database, databaseNow, type SharedClock } from './connection';
import { handOverGuests } from './hand-over';
import { approveRequest, takeBack } from './request-approval';
import { applyToRequest, expireRequests, insertRequest, rejudgeRequest } from './request-events';
import { requestReads } from './request-reads';

/** The `Requests` port on Postgres. Each change and its audit entry are one transaction; nothing in here calls the upstream. */
export const createRequests = ({ db }: Database, clock: SharedClock = databaseNow): Requests => ({
  ...requestReads(db),
  ask: (request) => insertRequest(db, clock, request),
  apply: (id, event, facts) => applyToRequest(db, clock, id, event, facts),
  approve: (id, approval, lease) => approveRequest(db, clock, id, approval, lease),
  rejudge: rejudgeRequest(db, clock),
  takeBack: takeBack(db, clock),
  expire: (requestId) => expireRequests(db, clock, requestId),
  handOver: (change) => handOverGuests(db, clock, change),
});
