import type { Metadata } from 'next';
import { PlainFrame } from '@/components/shell/plain-frame';
import { buttonClass } from '@/components/ui/button';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <PlainFrame title="There is no such page">
      <p>The address may be mistyped, or the page was moved. Nothing of yours is lost.</p>
      <a href="/" className={buttonClass('primary')}>
        Go to Usher
      </a>
    </PlainFrame>
  );
}
