import { systemClock } from '@/lib/clock';
import { type Result, runChecks } from './check';
import { databaseChecks } from './database';
import { mailChecks } from './mail';
import { signInChecks } from './sign-in';
import { upstreamChecks } from './upstream';
import { type Vars, variableChecks } from './variables';

/** Checks a whole configuration, step by step. Changes nothing anywhere and never repeats a secret. */
export function examine(vars: Vars): Promise<Result[]> {
  const requestId = `doctor-${crypto.randomUUID()}`;
  return runChecks([
    ...variableChecks(vars),
    ...databaseChecks(vars),
    ...upstreamChecks(vars, { clock: systemClock, requestId }),
    ...signInChecks(vars),
    ...mailChecks(vars),
  ]);
}
