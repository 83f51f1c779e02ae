import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { MailChoices } from '@/components/settings/mail-choices';
import { Notice } from '@/components/ui/notice';
import { requirePermission } from '@/lib/auth/gate';
import { createContext } from '@/lib/context';
import { type OwnMails, showMails } from '@/lib/invitations/telling/show-mails';
import { requestId } from '@/lib/request';
import { chooseMailsAction } from './actions';

export const metadata: Metadata = { title: 'Notifications' };

export default async function NotificationsPage() {
  const actor = await requirePermission('account.manage', '/settings/notifications');
  const shown = await showMails({ ctx: createContext(actor, await requestId()) });
  if (!shown.ok) redirect('/no-access');
  const { kinds, ...where } = shown.value;
  return (
    <div className="max-w-form">
      <h1 className="font-semibold text-xl">Notifications</h1>
      <p className="mt-1 mb-6 text-ink-muted">Which mails Usher sends you. Everything is in Usher, too.</p>
      <Whereto {...where} />
      <MailChoices kinds={kinds} action={chooseMailsAction} />
    </div>
  );
}

/** Where mail goes, or why none does. */
function Whereto({ isOn, address, verified }: Omit<OwnMails, 'kinds'>) {
  if (!isOn) {
    return (
      <div className="mb-6">
        <Notice tone="info" title="Your organisation has not set up mail">
          <p>Usher sends none until it does. What you choose here counts from then on.</p>
        </Notice>
      </div>
    );
  }
  if (!verified) {
    return (
      <div className="mb-6">
        <Notice tone="warn" title="You get no mail">
          <p>
            Your sign-in does not say that {address === '' ? 'you have an address' : `${address} is yours`}. Ask whoever
            looks after your account to have the address verified, then sign in again.
          </p>
        </Notice>
      </div>
    );
  }
  return (
    <p className="mb-6 wrap-anywhere">
      Mail goes to <strong className="font-medium">{address}</strong>.
    </p>
  );
}
