'use client';

import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react';
import { shortcutOf } from '@/components/shell/single-keys';
import { NOTHING, pageTouched, type Selectable, type Selected, touched } from './selected';

type Selection = {
  page: readonly Selectable[];
  selected: Selected;
  /** False until scripts run: a checkbox that nothing listens to is not shown. */
  alive: boolean;
  /** Something was selected here before: that nothing is any more is news then. */
  begun: boolean;
  touch(id: string, range: boolean): void;
  touchPage(): void;
  /** Everything that matches, on this page or not: `selected` then says nothing. */
  all: boolean;
  selectAll(): void;
  clear(): void;
};

const Context = createContext<Selection | null>(null);

/** What is selected in the list around: also for whatever acts on it. */
export function useSelection(): Selection {
  const selection = use(Context);
  if (selection === null) throw new Error('there is a selection inside a list only');
  return selection;
}

/**
 * Holds what is selected: by id, so that it survives every refresh of the rows and goes on over pages. Another `scope` (tab,
 * search, filter) is another list, where nothing is selected. `x` takes the row that has the focus.
 */
export function ListSelection({
  scope,
  page,
  children,
}: {
  scope: string;
  page: readonly Selectable[];
  children: ReactNode;
}) {
  const [state, setState] = useState({ scope, begun: false, ...NOTHING });
  if (state.scope !== scope) setState({ ...state, scope, ...NOTHING });

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (shortcutOf(event) !== 'x') return;
      const row = document.activeElement?.closest('li')?.querySelector<HTMLElement>('[data-row]');
      const id = row?.dataset.row;
      if (id === undefined) return;
      event.preventDefault();
      setState((now) => ({ ...now, begun: true, ...touched(now, page, id, false) }));
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [page]);

  const selection: Selection = {
    page,
    selected: state.selected,
    begun: state.begun,
    alive: useSyncExternalStore(never, yes, no),
    touch: (id, range) => setState((now) => ({ ...now, begun: true, ...touched(now, page, id, range) })),
    touchPage: () => setState((now) => ({ ...now, begun: true, ...pageTouched(now, page) })),
    all: state.all,
    selectAll: () => setState((now) => ({ ...now, begun: true, all: true })),
    clear: () => setState((now) => ({ ...now, ...NOTHING })),
  };
  return <Context value={selection}>{children}</Context>;
}

const never = () => () => {};
const yes = () => true;
const no = () => false;
