import type { Metadata } from 'next';
import type { Query } from '@/components/desk/list-address';
import { LookupAnswer } from '@/components/desk/lookup-answer';
import { LookupForm } from '@/components/desk/lookup-form';
import { Notice } from '@/components/ui/notice';
import { requirePermission } from '@/lib/auth/gate';
import { systemClock } from '@/lib/clock';
import { createContext } from '@/lib/context';
import { shownFailure } from '@/lib/failure-words';
import { lookup, lookupSchema } from '@/lib/invitations/lookup';
import { can } from '@/lib/invitations/policy';
import { requestId } from '@/lib/request';

export const metadata: Metadata = { title: 'Look up' };

export default async function LookupPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { email: asked } = await searchParams;
  const email = (Array.isArray(asked) ? (asked[0] ?? '') : (asked ?? '')).trim();
  const here = email === '' ? '/lookup' : `/lookup?${new URLSearchParams({ email })}`;
  const actor = await requirePermission('invitation.read', here);
  const id = await requestId();
  const input = lookupSchema.safeParse({ email });
  const answer =
    email === '' || !input.success ? null : await lookup({ ctx: createContext(actor, id), input: input.data });
  const tooLong = input.success ? undefined : input.error.issues[0]?.message;
  const problem = answer?.ok === false ? answer.failure.fields?.email : tooLong;
  const failed =
    answer?.ok === false && problem === undefined
      ? shownFailure(answer.failure, { requestId: id, now: systemClock.now(), permission: 'invitation.read' })
      : null;
  return (
    <>
      <h1 className="font-semibold text-xl">Look up</h1>
      <p className="mt-1 mb-6 text-ink-muted">
        Somebody calls about an invitation: what happened to it, and what to tell them.
      </p>
      <LookupForm email={email} problem={problem} />
      {failed === null ? null : (
        <Notice tone="danger" title={failed.words.what} className="mt-6 max-w-form">
          <p>
            {failed.words.why} {failed.words.next}
          </p>
        </Notice>
      )}
      {answer?.ok ? <LookupAnswer answer={answer.value} mayInvite={can(actor, 'invitation.create')} /> : null}
    </>
  );
}
