'use client';

import { useEffect, useRef, useState } from 'react';
import { looksLikeMany } from '@/lib/invitations/bulk/looks-like-many';
import { peopleDraft } from './draft';
import type { PeopleStore } from './many/store';
import { fieldId, type InviteFields } from './use-invite-fields';

/** The parts that show many people; they are loaded when there is more than one, and not before. */
type Parts = typeof import('./many');
export type Many = { parts: Parts; store: PeopleStore };

/** One person at first; more than one address in the field makes it many, and one left of them makes it one again. */
export function useMany({
  fields,
  owner,
  offered,
  mayRestore,
}: {
  fields: InviteFields;
  owner: string;
  /** Whether the server takes many. */
  offered: boolean;
  mayRestore: boolean;
}) {
  const [many, setMany] = useState<Many | null>(null);
  const loading = useRef(false);
  const takeFocus = useRef(false);
  const { form } = fields;

  // After the render in which one field has taken the place of the other.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when it is many, or one again.
  useEffect(() => {
    if (takeFocus.current) document.getElementById(fieldId('email'))?.focus();
    takeFocus.current = false;
  }, [many]);

  /** Null when they cannot be had (a bad line): then the field says that it takes one address. */
  async function open(): Promise<Many | null> {
    if (loading.current) return null;
    loading.current = true;
    try {
      const parts = await import('./many');
      return { parts, store: parts.openPeople(owner) };
    } catch {
      return null;
    } finally {
      loading.current = false;
    }
  }

  function show(next: Many) {
    form.setValue('email', '');
    form.setValue('displayName', '');
    form.clearErrors(['email', 'displayName']);
    takeFocus.current = true;
    setMany(next);
  }

  /** Pasted text is whole; what is typed may go on while the parts are on their way, and its last piece stays in the field. */
  async function start(pasted: string | null) {
    const next = await open();
    if (next === null) return pasted === null ? undefined : form.setValue('email', pasted);
    const { parts, store } = next;
    const before = form.getValues();
    const typed = pasted === null ? parts.finished(before.email) : { whole: `${before.email} ${pasted}`, rest: '' };
    if (!store.take(typed.whole)) return fields.setServerProblems({ email: store.get().refused });
    if (typed.rest !== '') store.type(typed.rest);
    const { entries } = store.get();
    const [only] = entries;
    if (entries.length === 1 && typed.rest === '' && only?.ok) return fill(only);
    // The name that was typed for the first of them is theirs.
    if (only?.ok && !only.named && before.email.includes(only.email) && before.displayName.trim() !== '')
      store.rename(only.id, before.displayName);
    show(next);
  }

  function fill({ email, displayName }: { email: string; displayName: string }) {
    form.setValue('email', email);
    form.setValue('displayName', displayName);
    peopleDraft.drop();
  }

  /** After somebody was taken away: one person is the form for one. */
  function onRemoved() {
    const { entries, text } = many?.store.get() ?? { entries: [], text: '' };
    const [only] = entries;
    if (entries.length > 1 || text !== '' || only?.ok === false) return;
    takeFocus.current = true;
    setMany(null);
    fill(only ?? { email: '', displayName: '' });
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form has come to life.
  useEffect(() => {
    if (!offered || !mayRestore || peopleDraft.load() === '') return;
    void open().then((next) => next?.store.restore() && setMany(next));
  }, []);

  return {
    many,
    onRemoved,
    end: () => setMany(null),
    /** Both tell whether text is several people's, and take it over when it is. */
    onTyped: (text: string) => void (offered && looksLikeMany(text) && start(null)),
    onPasted(text: string): boolean {
      const several = offered && looksLikeMany(text);
      if (several) void start(text);
      return several;
    },
  };
}

export type ManyPeople = ReturnType<typeof useMany>;
