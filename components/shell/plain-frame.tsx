import type { ReactNode } from 'react';
import { Logo } from '@/components/ui/logo';

/** The frame of pages outside of the desk: signing in, being turned away, things that do not exist. */
export function PlainFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-card">
        <div className="mb-6">
          <Logo />
        </div>
        <div className="rounded-lg border border-line bg-surface p-6 md:p-8">
          <h1 className="mb-3 font-semibold text-xl">{title}</h1>
          <div className="space-y-4 wrap-anywhere">{children}</div>
        </div>
      </div>
    </main>
  );
}
