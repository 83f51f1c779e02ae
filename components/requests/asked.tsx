'use client';

import { useEffect, useRef } from 'react';
import { buttonClass } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { RequestView } from '@/lib/invitations/requests/view';
import { guestName, requestSentence } from './request-words';

/** The receipt of a request: what was asked, who decides, and where the answer will be. */
export function Asked({ request, edited }: { request: RequestView; edited: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const name = guestName(request);
  return (
    <section aria-labelledby="asked" className="grid max-w-words gap-4">
      <Notice
        tone="success"
        title={
          <h2 id="asked" ref={heading} tabIndex={-1}>
            {edited ? 'Changed, and asked again.' : 'Asked.'}
          </h2>
        }
      >
        <p>
          <bdi className="font-medium">{request.displayName}</bdi> (<bdi>{request.email}</bdi>),{' '}
          {request.roles.length === 0 ? 'without a role' : request.roles.map((role) => role.name).join(', ')}.
        </p>
        <p>{requestSentence(request)} The answer is under My guests; where Usher sends mail, you get one too.</p>
        <p>Until then nothing goes out to {name}.</p>
      </Notice>
      <div className="flex flex-wrap gap-3">
        <a href="/my-guests" className={buttonClass('primary')}>
          My guests
        </a>
        <a href="/request" className={buttonClass()}>
          Ask for another guest
        </a>
      </div>
    </section>
  );
}
