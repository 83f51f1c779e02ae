import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { PolicyEditor } from '@/components/settings/policy-editor';
import { PolicyHistory, type VersionLine } from '@/components/settings/policy-history';
import type { PolicyChoices } from '@/components/settings/policy-preview';
import { PolicySwitch } from '@/components/settings/policy-switch';
import { answerInWords, ruleInWords } from '@/components/settings/rule-words';
import { Notice } from '@/components/ui/notice';
import { requirePermission } from '@/lib/auth/gate';
import { createContext } from '@/lib/context';
import { type Context, callOf } from '@/lib/invitations/context';
import { can } from '@/lib/invitations/policy';
import { FIRST_POLICY } from '@/lib/invitations/rules/document';
import { showPolicy } from '@/lib/invitations/rules/manage-policy';
import type { PolicyVersion } from '@/lib/invitations/rules/policy-book';
import { policyChanges } from '@/lib/invitations/rules/policy-changes';
import { requestId } from '@/lib/request';
import { pausePolicyAction, previewPolicyAction, revertPolicyAction, savePolicyAction } from './actions';

export const metadata: Metadata = { title: 'Policy' };

export default async function PolicyPage() {
  const actor = await requirePermission('policy.read', '/settings/policy');
  const ctx = createContext(actor, await requestId());
  const shown = await showPolicy({ ctx });
  if (!shown.ok) redirect('/no-access');
  const { current, history, pinned } = shown.value;
  const { policy, number } = current;
  const mayWrite = can(actor, 'policy.write') && pinned === '';
  return (
    <>
      <h1 className="font-semibold text-xl">Policy</h1>
      <p className="mt-1 mb-6 max-w-words text-ink-muted">
        Who may be invited by whom, and whose word it needs. Everybody sees what it says before they send.
      </p>
      <div className="grid gap-8">
        {pinned === '' ? null : (
          <Notice tone="info" title="This policy is kept in a file.">
            <p>
              Usher takes it from <code className="font-mono">{pinned}</code> at each start. Change it there.
            </p>
          </Notice>
        )}
        <section aria-label="Sending" className="max-w-form">
          <PolicySwitch
            paused={policy.paused}
            because={policy.pausedBecause}
            action={mayWrite ? pausePolicyAction : null}
          />
        </section>
        {mayWrite ? (
          <PolicyEditor
            // A version that somebody saved takes the place of what stands here.
            key={number}
            policy={policy}
            number={number}
            choices={await choicesOf(ctx)}
            save={savePolicyAction}
            preview={previewPolicyAction}
            reader={actor.roles[0] ?? 'helpdesk'}
          />
        ) : (
          <section aria-labelledby="rules">
            <h2 id="rules" className="mb-3 font-semibold text-lg">
              Rules
            </h2>
            <ol className="list-decimal space-y-2 pl-6">
              {policy.rules.map((rule) => (
                <li key={rule.id} className="wrap-anywhere">
                  <span className="font-medium">{rule.name}.</span> {ruleInWords(rule)}
                </li>
              ))}
              <li>Where no rule fits: {answerInWords(policy.otherwise)}</li>
            </ol>
          </section>
        )}
        <section aria-labelledby="history">
          <h2 id="history" className="mb-3 font-semibold text-lg">
            History
          </h2>
          <PolicyHistory versions={linesOf(history)} current={number} action={mayWrite ? revertPolicyAction : null} />
        </section>
      </div>
    </>
  );
}

/** What upstream has to choose from; nothing where it cannot be asked, and the fields then take what is typed. */
async function choicesOf(ctx: Context): Promise<PolicyChoices> {
  const [directories, roles] = await Promise.all([
    ctx.catalog.directories(callOf(ctx)),
    ctx.catalog.roles(callOf(ctx)),
  ]);
  return {
    directories: directories.ok ? directories.value.map(({ id, name }) => ({ id, name })) : [],
    roles: roles.ok
      ? roles.value
          .filter(({ deleted, systemApiOnly }) => !deleted && !systemApiOnly)
          .map(({ id, displayName, name }) => ({ id, name: displayName || name }))
      : [],
  };
}

const linesOf = (history: PolicyVersion[]): VersionLine[] =>
  history.map(({ number, policy, author, at, note, origin }, place) => {
    const before = history[place + 1]?.policy ?? (number === 1 ? FIRST_POLICY : null);
    return {
      number,
      by: author?.name ?? (origin === 'file' ? 'From the file' : 'Usher'),
      at: at.toISOString(),
      note,
      changes: before === null ? [] : policyChanges(before, policy),
    };
  });
