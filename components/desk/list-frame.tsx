'use client';

import { useRouter } from 'next/navigation';
import {
  type FormEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useRef,
  useTransition,
} from 'react';
import { shortcutOf } from '@/components/shell/single-keys';
import { classNames } from '@/components/ui/class-names';

/** A pause between two letters; shorter feels the same and asks twice as often. */
const TYPING_MS = 150;
const REFRESH_MS = 30_000;

/**
 * What makes a server-rendered list quick: links and forms inside change the address without a load and keep the old rows,
 * dimmed, until the new ones are there; the search box searches as one types; j and k walk through the rows. Everything
 * inside works without it.
 */
export function ListFrame({ path, search, children }: { path: string; search: string; children: ReactNode }) {
  const router = useRouter();
  const [loading, startLoading] = useTransition();
  const root = useRef<HTMLDivElement>(null);
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const box = root.current?.querySelector<HTMLInputElement>('input[type="search"]');
    // The address changed by another way than typing.
    if (box && document.activeElement !== box) box.value = search;
  }, [search]);

  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') startLoading(() => router.refresh());
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [router]);

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const key = shortcutOf(event);
      if (key === 'j' || key === 'k') walk(root.current, key);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  function go(href: string, how: 'push' | 'replace') {
    clearTimeout(typing.current);
    startLoading(() => router[how](href, { scroll: false }));
  }

  function onClick(event: MouseEvent) {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-list]');
    if (link === null || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(link.getAttribute('href') ?? path, 'push');
  }

  function onSubmit(event: FormEvent) {
    const form = event.target as HTMLFormElement;
    if (form.method !== 'get') return;
    event.preventDefault();
    go(addressOf(path, form), 'push');
  }

  function onInput(event: FormEvent) {
    const box = event.target as HTMLInputElement;
    const { form } = box;
    if (box.type !== 'search' || form === null) return;
    clearTimeout(typing.current);
    typing.current = setTimeout(() => go(addressOf(path, form), 'replace'), TYPING_MS);
  }

  function onKeyDown(event: KeyboardEvent) {
    const target = event.target as HTMLElement;
    if (target.matches('input[type="search"]') && event.key === 'ArrowDown') {
      event.preventDefault();
      walk(root.current, 'j');
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for what its links and forms do; is none itself.
    <div
      ref={root}
      onClick={onClick}
      onSubmit={onSubmit}
      onInput={onInput}
      onKeyDown={onKeyDown}
      aria-busy={loading}
      className={classNames('group', loading && 'is-loading')}
    >
      {children}
    </div>
  );
}

/** Moves the focus one row on or back; from outside the rows, to the first. */
function walk(root: HTMLElement | null, key: 'j' | 'k'): void {
  const rows = [...(root?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])];
  const focused = document.activeElement;
  const at = rows.findIndex((row) => row === focused || row.parentElement?.contains(focused));
  rows[at < 0 ? 0 : at + (key === 'j' ? 1 : -1)]?.focus();
}

/** The address a form would lead to, without what is empty. */
function addressOf(path: string, form: HTMLFormElement): string {
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value.trim() !== '') params.set(name, value.trim());
  }
  return params.size === 0 ? path : `${path}?${params}`;
}
