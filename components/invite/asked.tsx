'use client';

import { useEffect, useRef } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** What takes the form's place when it asked for approval. */
export function Asked({ id, onAnother }: { id: string; onAnother: () => void }) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    <div ref={panel} role="status" tabIndex={-1} className="max-w-form">
      <Notice tone="info" title="You asked for approval.">
        <p>Nothing has been sent yet. Whoever has to approve sees your request, and you are told what they decide.</p>
        <div className="flex flex-wrap gap-2">
          <a href={`/requests/${id}`} className={buttonClass()}>
            Open the request
          </a>
          <Button onClick={onAnother}>Invite another</Button>
        </div>
      </Notice>
    </div>
  );
}
