import 'server-only';
import type { z } from 'zod';
import type { ShownFailure } from './action-state';
import { currentActor } from './auth/actor';
import { systemClock } from './clock';
import { createContext, log, recordEvent } from './context';
import { shownFailure } from './failure-words';
import type { Context } from './invitations/context';
import { type Failure, type FailureCode, fail, type Result } from './invitations/errors';
import { fieldProblems } from './invitations/fields';
import { can, humanOf, type Permission } from './invitations/policy';
import { isSameOrigin, requestId } from './request';

/** How a request ended, with what a page may show of a failure. `fields` only where a field is to blame. */
export type Performed<T> =
  | { ok: true; value: T; requestId: string }
  | { ok: false; failure: ShownFailure; fields: Record<string, string> | null };

type Endpoint<S extends z.ZodType, T> = {
  /** `write` for what changes something: it must come from a page of ours. */
  kind: 'read' | 'write';
  permission: Permission;
  schema: S;
  verb: (call: { ctx: Context; input: z.output<S> }) => Promise<Result<T>>;
};

/** A failure as a form of one button shows it: what is wrong with a field has no field to stand beside, and is the why. */
export function failedAct({ failure, fields }: Extract<Performed<never>, { ok: false }>): {
  status: 'failed';
  failure: ShownFailure;
} {
  const said = Object.values(fields ?? {}).join(' ');
  return { status: 'failed', failure: said === '' ? failure : { ...failure, words: { ...failure.words, why: said } } };
}

/**
 * The form that an action was called with. Its type promises one, but who posts by hand may send anything: that is an empty
 * form, so that it ends as one does, in words, and not in an error.
 */
export const formFrom = (data: unknown): FormData => (data instanceof FormData ? data : new FormData());

/**
 * The one way from an endpoint to a verb: origin, actor, permission, parse, act; in this order, so that a denied caller
 * learns nothing. Every server action and route handler is an endpoint that a stranger can post to, and goes through here.
 * Never throws: what was not foreseen becomes `unexpected` for the person and a full record in the log.
 */
export async function perform<S extends z.ZodType, T>(endpoint: Endpoint<S, T>, raw: unknown): Promise<Performed<T>> {
  const id = await requestId();
  try {
    const result = await answer(endpoint, raw, id);
    if (result.ok) return { ok: true, value: result.value, requestId: id };
    await noteRefusal(endpoint.permission, result.failure, id);
    const { code, detail, reasons } = result.failure;
    // The policy's reasons in words may name an approver; their codes say as much here.
    log().info('request.refused', { requestId: id, code, detail: reasons === undefined ? detail : codesOf(reasons) });
    return shown(result.failure, id, endpoint.permission);
  } catch (error) {
    log().error('request.failed', { requestId: id, error });
    return shown({ code: 'unexpected' }, id, endpoint.permission);
  }
}

async function answer<S extends z.ZodType, T>(
  { kind, permission, schema, verb }: Endpoint<S, T>,
  raw: unknown,
  id: string,
): Promise<Result<T>> {
  if (kind === 'write' && !(await isSameOrigin())) return fail('foreign-origin');
  const actor = await currentActor();
  if (actor === null) return fail('signed-out');
  if (!can(actor, permission)) return fail('forbidden');
  const parsed = schema.safeParse(raw);
  if (!parsed.success) return fail('invalid-input', { fields: fieldProblems(parsed.error) });
  return verb({ ctx: createContext(actor, id), input: parsed.data });
}

/** What somebody was refused by policy is worth an auditor's look; a typing mistake is not. */
const BY_POLICY: ReadonlySet<FailureCode> = new Set([
  'forbidden',
  'role-not-grantable',
  'already-known',
  'policy-denied',
  'own-request',
  'not-an-approver',
]);

const codesOf = (reasons: NonNullable<Failure['reasons']>): string => reasons.map(({ code }) => code).join(' ');

async function noteRefusal(permission: Permission, failure: Failure, id: string): Promise<void> {
  if (!BY_POLICY.has(failure.code)) return;
  const actor = await currentActor();
  if (actor === null) return;
  await recordEvent({
    action: 'policy.refused',
    actor: humanOf(actor),
    requestId: id,
    details: {
      permission,
      code: failure.code,
      ...(failure.reasons === undefined ? {} : { reasons: codesOf(failure.reasons) }),
    },
  });
}

function shown(failure: Failure, id: string, permission: Permission): Extract<Performed<never>, { ok: false }> {
  return {
    ok: false,
    failure: shownFailure(failure, { requestId: id, now: systemClock.now(), permission }),
    fields: failure.fields ?? null,
  };
}
