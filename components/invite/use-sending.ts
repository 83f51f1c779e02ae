'use client';

import { unstable_isUnrecognizedActionError as isOutdatedPage } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import type { CheckState, InviteState } from '@/lib/action-state';
import type { InviteValues } from '@/lib/invitations/fields';
import { inviteFormData } from '@/lib/invitations/form-data';
import { isOpen, keyAfter, LOST, OFFLINE, OUTDATED } from './submission';

export type InviteAction = (previous: InviteState, data: FormData) => Promise<InviteState>;
export type CheckAction = (previous: CheckState, data: FormData) => Promise<CheckState>;

const SLOW_MS = 5_000;
const IDLE = { status: 'idle' } as const;

/** Calls the action and turns every way in which the call itself can fail into a state like any other. */
async function attempt(action: InviteAction, values: InviteValues): Promise<InviteState> {
  if (navigator.onLine === false) return { status: 'failed', failure: OFFLINE, values };
  try {
    return await action(IDLE, inviteFormData(values));
  } catch (error) {
    return { status: 'failed', failure: isOutdatedPage(error) ? OUTDATED : LOST, values };
  }
}

async function attemptCheck(action: CheckAction, submissionKey: string): Promise<CheckState> {
  const data = new FormData();
  data.set('submissionKey', submissionKey);
  try {
    return await action(IDLE, data);
  } catch (error) {
    const words = { ...LOST.words, what: 'Usher cannot be reached.', why: 'So it could not look.' };
    return { status: 'failed', failure: isOutdatedPage(error) ? OUTDATED : { ...LOST, words } };
  }
}

/** The policy was tightened while it waited: what was recorded is over, and nothing was sent. */
const isHeldBack = (check: CheckState): boolean => check.status === 'failed' && check.failure.code === 'policy-denied';

/**
 * One submission after another: what is under way, what came of it, and the key that makes each count at most once.
 * `first` is the state with which the server rendered the page (after a post without scripts), `key` the key it gave.
 */
export function useSending(
  actions: { invite: InviteAction; ask: InviteAction | undefined; check: CheckAction },
  first: InviteState,
  key: string,
) {
  const [state, setState] = useState(first);
  const [check, setCheck] = useState<CheckState>(IDLE);
  const [submissionKey, setKey] = useState(key);
  const [sending, setSending] = useState(false);
  const [checking, setChecking] = useState(false);
  const [slow, setSlow] = useState(false);
  // State arrives with the next render; a second press may come before.
  const busy = useRef(false);
  /** Of what was sent last; "" when the form was posted without scripts. */
  const sentKey = useRef('');

  useEffect(() => {
    if (!sending) return;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [sending]);

  // Usher has never heard of it, or it was refused for good: sending (again) is the next step.
  const released =
    (check.status === 'ok' && check.value.kind === 'refused') ||
    (check.status === 'failed' && (check.failure.code === 'submission-not-found' || isHeldBack(check)));
  const blocked = isOpen(state) && !released;

  /** Sends, unless something is under way or an outcome is open; answers the new state, or null when it did not send. */
  async function send(values: Omit<InviteValues, 'submissionKey'>, ask: boolean): Promise<InviteState | null> {
    if (busy.current || blocked) return null;
    busy.current = true;
    setSending(true);
    sentKey.current = submissionKey;
    const next = await attempt((ask ? actions.ask : undefined) ?? actions.invite, { ...values, submissionKey });
    busy.current = false;
    setSending(false);
    setCheck(IDLE);
    setKey(keyAfter(next, submissionKey, () => crypto.randomUUID()));
    setState(next);
    return next;
  }

  /** Asks what became of the submission whose outcome is open. Sends nothing. */
  async function checkNow(): Promise<CheckState | null> {
    if (busy.current) return null;
    busy.current = true;
    setChecking(true);
    const next = await attemptCheck(actions.check, submissionKey);
    busy.current = false;
    setChecking(false);
    if (next.status === 'ok' && next.value.kind === 'found') {
      setState({ status: 'ok', value: next.value.receipt, requestId: next.requestId });
      setCheck(IDLE);
      return next;
    }
    if ((next.status === 'ok' && next.value.kind === 'refused') || isHeldBack(next)) setKey(crypto.randomUUID());
    setCheck(next);
    return next;
  }

  /** Asks how what waited stands now, and shows it once it has left. False when there is nothing that could be asked for. */
  async function look(): Promise<boolean> {
    const key = sentKey.current;
    if (key === '') return false;
    const next = await attemptCheck(actions.check, key);
    if (next.status !== 'ok') return !isHeldBack(next);
    const { value, requestId } = next;
    if (value.kind !== 'found') return value.kind !== 'refused';
    const { receipt } = value;
    if (receipt.invitation.ledger?.held) return true;
    // Whoever has begun another form meanwhile is not thrown back.
    if (key === sentKey.current) setState({ status: 'ok', value: { ...receipt, replayed: false }, requestId });
    return false;
  }

  /** A new form: a new key, nothing open. */
  function restart() {
    sentKey.current = '';
    setState(IDLE);
    setCheck(IDLE);
    setKey(crypto.randomUUID());
  }

  return { state, check, submissionKey, sending, checking, slow, blocked, released, send, checkNow, look, restart };
}
