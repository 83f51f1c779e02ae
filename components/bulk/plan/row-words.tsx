import type { ReactNode } from 'react';
import { Moment } from '@/components/desk/moment';
import { lookalikeSentence } from '@/components/invite/lookalike-words';
import type { PlanRow } from '@/lib/invitations/bulk/batch';

/** Why a row is in its class, in a sentence or two. */
export function RowWords({ row, now }: { row: PlanRow; now: string }): ReactNode {
  const { finding } = row;
  const who = <bdi>{finding.who ?? ''}</bdi>;
  const when = finding.when === undefined ? null : <Moment iso={finding.when} now={now} />;
  const because = finding.because?.join(' ') ?? '';
  switch (row.class) {
    case 'pending':
      if (because !== '')
        return finding.who ? (
          <>
            By {who}. {because}
          </>
        ) : (
          because
        );
      return (
        <>
          {finding.who ? <>Invited by {who}</> : 'Invited outside Usher'}
          {when === null ? '; on its way' : <>; the link dies {when}</>}.
        </>
      );
    case 'already-user':
      return (
        <>
          {who} has this address. {because}
        </>
      );
    case 'expired':
      return (
        <>
          {finding.who ? <>Invited by {who}</> : 'Invited outside Usher'}
          {when === null ? '' : <>; the link died {when}</>}.
        </>
      );
    case 'already-sent':
      return (
        <>
          {finding.who ? <>Sent by {who}</> : 'Sent outside Usher'} {when}. {because}
        </>
      );
    case 'twice':
      return `The same as row ${finding.row?.toLocaleString('en') ?? ''}.`;
    case 'revoked':
      return <Revoked row={row} now={now} />;
    case 'lookalike':
    case 'needs-approval':
      return <Warnings row={row} now={now} />;
    default:
      return because;
  }
}

function Revoked({ row: { finding }, now }: { row: PlanRow; now: string }) {
  const [why] = finding.because ?? [];
  return (
    <>
      Revoked
      {finding.who ? (
        <>
          {' '}
          by <bdi>{finding.who}</bdi>
        </>
      ) : (
        ' outside Usher'
      )}
      {finding.when === undefined ? null : (
        <>
          {' '}
          <Moment iso={finding.when} now={now} />
        </>
      )}
      {why === undefined ? '.' : <>: “{why}”.</>}
      {finding.approvers === undefined ? null : ` Needs the approval of ${finding.approvers}.`}
    </>
  );
}

function Warnings({ row, now }: { row: PlanRow; now: string }) {
  const { finding, email } = row;
  const sentences = (finding.warnings ?? []).map((warning) => lookalikeSentence(warning, email));
  const approval = row.class === 'needs-approval' ? (finding.because ?? []) : [];
  const later = row.class === 'lookalike' && finding.approvers !== undefined;
  return (
    <>
      {[...sentences, ...approval].join(' ')}
      {later ? ` Needs the approval of ${finding.approvers}.` : null}
      {row.class === 'lookalike' && finding.when !== undefined ? (
        <>
          {' '}
          Revoked by <bdi>{finding.who}</bdi> <Moment iso={finding.when} now={now} />.
        </>
      ) : null}
    </>
  );
}
