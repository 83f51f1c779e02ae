import type { ReactNode } from 'react';

/** One question of the form, its name at the side where there is room. */
export function FormSection({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className="grid gap-x-6 gap-y-3 border-line border-t py-4 first-of-type:border-t-0 first-of-type:pt-0 xl:grid-cols-[4.5rem_minmax(0,1fr)]">
      <h2 className="font-semibold text-base leading-5">{name}</h2>
      <div className="grid min-w-0 gap-4">{children}</div>
    </section>
  );
}
