'use client';

import { createContext, useContext } from 'react';

/** Tells the queue that a request is decided, so that it says so and goes on to the next. */
export const DecidedContext = createContext<(message: string, id: string) => void>(() => {});
export const useDecided = () => useContext(DecidedContext);
