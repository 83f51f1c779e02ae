'use client';

import { type ReactNode, useActionState } from 'react';
import { FailurePanel } from '@/components/invite/failure-panel';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Notice } from '@/components/ui/notice';
import type { SecretState } from '@/lib/action-state';
import { WebhookFields } from './webhook-fields';

export type SecretAction = (previous: SecretState, data: FormData) => Promise<SecretState>;

/** A new webhook. Its secret is shown with the answer, and never again. */
export function AddWebhook({ action }: { action: SecretAction }) {
  const [state, act, running] = useActionState(action, { status: 'idle' });
  const failed = state.status === 'failed' ? state : null;
  const { name = '', url = '', events = '' } = failed?.values ?? {};
  return (
    <SecretForm state={state} act={act} running={running} label="Add webhook" busy="Adding…" kind="primary">
      <WebhookFields key={running ? 'sent' : 'typed'} values={{ name, url, events }} problems={failed?.fields ?? {}} />
    </SecretForm>
  );
}

/** A new secret for a webhook that is there. */
export function RotateSecret({ action, id }: { action: SecretAction; id: string }) {
  const [state, act, running] = useActionState(action, { status: 'idle' });
  return (
    <SecretForm state={state} act={act} running={running} label="Make a new secret" busy="Making…" kind="secondary">
      <input type="hidden" name="id" value={id} />
    </SecretForm>
  );
}

function SecretForm({
  state,
  act,
  running,
  label,
  busy,
  kind,
  children,
}: {
  state: SecretState;
  act: (data: FormData) => void;
  running: boolean;
  label: string;
  busy: string;
  kind: 'primary' | 'secondary';
  children: ReactNode;
}) {
  return (
    <div className="grid gap-4">
      <div role="status" className="empty:hidden">
        {state.status === 'ok' && !running ? (
          <Notice tone="success" title="This is its secret. It is not shown again.">
            <p>Give it to the receiver, which checks each signature with it.</p>
            <p className="flex flex-wrap items-center gap-2">
              <code className="select-all break-all rounded-sm bg-sunken px-1.5 py-0.5 font-mono">{state.secret}</code>
              <CopyButton text={state.secret} label="Copy the secret" />
            </p>
          </Notice>
        ) : null}
      </div>
      <form action={act} className="grid gap-4">
        {children}
        <div>
          <Button type="submit" kind={kind} aria-disabled={running || undefined} className="max-sm:w-full">
            {running ? busy : label}
          </Button>
        </div>
      </form>
      {state.status === 'failed' && !running && Object.keys(state.fields).length === 0 ? (
        <FailurePanel failure={state.failure} />
      ) : null}
    </div>
  );
}
