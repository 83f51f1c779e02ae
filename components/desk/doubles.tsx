import { Instant } from '@/components/ui/instant';
import { Notice } from '@/components/ui/notice';
import type { DoubleView, InvitationDetail } from '@/lib/invitations/desk';
import { doubleTitle } from './double-words';

/** Says that a person has two invitations where one was meant, and what to do about it. */
export function Doubles({ detail }: { detail: InvitationDetail }) {
  const { doubles, invitation } = detail;
  const [first] = doubles;
  if (first === undefined) return null;
  const name = invitation.displayName || invitation.email;
  return (
    <Notice tone="warn" title={<bdi>{doubleTitle(name, first, doubles.length)}</bdi>} className="mt-3 max-w-form">
      {doubles.map((each) => (
        <p key={`${each.other.id} ${each.outsideId}`}>
          <Other double={each} />{' '}
          <a href={`/invitations/${each.other.id}`} className="underline">
            Open the other one
          </a>
        </p>
      ))}
      <p>Revoke one of them, or say below that both are meant.</p>
    </Notice>
  );
}

function Other({ double: { other } }: { double: DoubleView }) {
  return (
    <>
      {other.inviter === null ? (
        'The other one was created outside Usher'
      ) : (
        <>
          The other one was sent by <bdi>{other.inviter}</bdi>
        </>
      )}{' '}
      on <Instant iso={other.createdAt} />.
    </>
  );
}
