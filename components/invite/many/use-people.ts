'use client';

import { useSyncExternalStore } from 'react';
import type { PeopleState, PeopleStore } from './store';

export const usePeople = (store: PeopleStore): PeopleState =>
  useSyncExternalStore(store.subscribe, store.get, store.get);
