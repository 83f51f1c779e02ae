import type { ReactNode } from 'react';
import { QueueFrame } from '@/components/requests/queue-frame';

export default function RequestsLayout({ children }: { children: ReactNode }) {
  return <QueueFrame>{children}</QueueFrame>;
}
