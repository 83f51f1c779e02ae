'use client';

import { type ComponentProps, type RefObject, useEffect } from 'react';
import { useWatch } from 'react-hook-form';
import type { InviteState } from '@/lib/action-state';
import type { LookalikeWarning } from '@/lib/invitations/lookalike-warning';
import type { Offer } from './offer';
import { OutlookPanel } from './outlook-panel';
import { SendBar } from './send-bar';
import type { InviteFields } from './use-invite-fields';
import { useOutlook } from './use-outlook';

/** What is known before the form is sent: a warning that asks for a word, an approval that the button asks for. */
export type Ahead = { warned: boolean; asks: boolean };

const NONE: readonly LookalikeWarning[] = [];

/** What will happen, and the button that makes it happen. A part of its own, so that typing renders no more than this. */
export function Prospect({
  fields,
  offer,
  state,
  mayAsk,
  shown,
  ahead,
  bar,
}: {
  fields: InviteFields;
  offer: Offer;
  state: InviteState;
  mayAsk: boolean;
  shown: boolean;
  /** Told to whoever sends the form. */
  ahead: RefObject<Ahead>;
  bar: Omit<ComponentProps<typeof SendBar>, 'asks'>;
}) {
  const [email, displayName, directoryId, roleIds, sponsorUserId, purpose, ticket] = useWatch({
    control: fields.form.control,
    name: ['email', 'displayName', 'directoryId', 'roleIds', 'sponsorUserId', 'purpose', 'ticket'],
  });
  const { outlook, old } = useOutlook({ email, displayName, directoryId, roleIds, sponsorUserId, purpose, ticket });
  const warnings = outlook === null ? warningsOf(state, email) : old ? NONE : outlook.warnings;
  const asks = mayAsk && outlook?.verdict.answer === 'needs-approval';
  const warned = warnings.length > 0;
  useEffect(() => {
    ahead.current = { warned, asks };
  }, [ahead, warned, asks]);
  return (
    <>
      {shown ? <OutlookPanel fields={fields} offer={offer} outlook={outlook} old={old} warnings={warnings} /> : null}
      <SendBar {...bar} asks={asks} />
    </>
  );
}

/** What the server said when it was sent, where nothing could be asked before: without scripts, or on a bad line. */
const warningsOf = (state: InviteState, email: string): readonly LookalikeWarning[] =>
  state.status === 'failed' && state.values.email === email ? (state.failure.warnings ?? NONE) : NONE;
