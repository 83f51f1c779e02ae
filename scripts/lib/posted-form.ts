import { type HttpSession, httpSession, type Reply } from './http-session';
import { formData, hiddenFields, signInOverHttp } from './page-forms';

/** The id of the action that a form with these hidden fields is posted to. */
export function actionIn(hidden: Record<string, string>): string {
  const bound = Object.entries(hidden).find(([name]) => /^\$ACTION_\d+:0$/.test(name))?.[1] ?? '{}';
  return (JSON.parse(bound) as { id: string }).id;
}

/**
 * The invitation form, posted by hand: what anybody can do who has once seen the page. The hidden fields come from the
 * page of somebody who may; the post goes out in whatever session and with whatever headers one chooses.
 */
export async function formOf(appUrl: string, personId: string) {
  const session = httpSession();
  await signInOverHttp(session, appUrl, personId);
  const page = await session.send(`${appUrl}/invite`);
  const hidden = hiddenFields(page.text, 'submissionKey');
  const directoryId = /<option value="([^"]+)" selected=""/.exec(page.text)?.[1] ?? '';
  return { session, hidden, actionId: actionIn(hidden), directoryId };
}

export type PostedForm = Awaited<ReturnType<typeof formOf>>;

type Fields = Record<string, string | string[]>;
type Chosen = { session?: HttpSession; headers?: Record<string, string>; fields?: Fields };

const filled = (form: PostedForm, fields: Fields = {}): Fields => ({
  submissionKey: crypto.randomUUID(),
  email: `by.hand.${crypto.randomUUID()}@northwind.example`,
  displayName: 'By Hand',
  directoryId: form.directoryId,
  sponsorUserId: '',
  purpose: 'Posted by hand',
  ticket: '',
  jobId: '',
  onboardingFlowId: '',
  ...fields,
});

/** As a browser without scripts posts it: the answer is the whole page. */
export const postAsForm = (appUrl: string, form: PostedForm, { session, headers, fields }: Chosen): Promise<Reply> =>
  (session ?? form.session).send(`${appUrl}/invite`, {
    method: 'POST',
    headers: headers ?? { origin: appUrl },
    body: formData({ ...form.hidden, ...filled(form, fields) }),
  });

/** As the app's own script posts the invitation form: the answer is the action's state, in the framework's notation. */
export const postAsScript = (appUrl: string, form: PostedForm, { session, headers, fields }: Chosen): Promise<Reply> =>
  callAction(session ?? form.session, `${appUrl}/invite`, {
    actionId: form.actionId,
    headers: headers ?? { origin: appUrl },
    fields: filled(form, fields),
  });

/** Calls any action the way the app's own script does. */
export function callAction(
  session: HttpSession,
  url: string,
  { actionId, headers, fields }: { actionId: string; headers: Record<string, string>; fields: Fields },
): Promise<Reply> {
  const entries = Object.entries(fields).map(([name, value]) => [`_1_${name}`, value]);
  const body = formData(Object.fromEntries(entries));
  // Last, as the framework sends it: what stands after the root is not looked at.
  body.append('0', JSON.stringify([{ status: 'idle' }, '$K1']));
  return session.send(url, {
    method: 'POST',
    headers: { 'next-action': actionId, accept: 'text/x-component', ...headers },
    body,
  });
}
