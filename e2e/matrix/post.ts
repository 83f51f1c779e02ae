import type { Sent } from '@/scripts/lib/http-session';
import type { BuiltAction } from '@/scripts/lib/manifests';
import { formData } from '@/scripts/lib/page-forms';
import type { Fields } from './entry';

type Headers = Record<string, string>;
type Posted = Record<string, string | string[] | File>;
/** What an action is called with: the arguments as JSON, in which `$K1` stands for a form with these fields. */
export type Arguments = { args: unknown[]; fields: Posted };

const IDLE = { status: 'idle' };

/** The call as a page of ours makes it. */
export function filledForm({ takes }: BuiltAction, fields: Posted, state: unknown = IDLE): Arguments {
  if (takes === 'nothing') return { args: [], fields };
  return { args: takes === 'form' ? ['$K1'] : [state, '$K1'], fields };
}

/** As the app's own script posts it: the answer is what the action returns. */
export function asScript({ id }: BuiltAction, { args, fields }: Arguments, headers: Headers): Sent {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields))
    for (const each of [value].flat()) body.append(`_1_${name}`, each);
  // Last, as the framework sends it: what stands after the root is not looked at.
  body.append('0', JSON.stringify(args));
  return { method: 'POST', headers: { 'next-action': id, accept: 'text/x-component', ...headers }, body };
}

/** As a browser without scripts posts it: the answer is the page. */
export function asForm({ id, takes }: BuiltAction, fields: Fields, headers: Headers): Sent {
  const own: Fields =
    takes === 'state-and-form'
      ? {
          $ACTION_REF_1: '',
          '$ACTION_1:0': JSON.stringify({ id, bound: '$@1' }),
          '$ACTION_1:1': JSON.stringify([IDLE]),
          $ACTION_KEY: 'k0',
        }
      : { [`$ACTION_ID_${id}`]: '' };
  return { method: 'POST', headers, body: formData({ ...own, ...fields }) };
}
