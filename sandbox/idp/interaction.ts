import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http/body';
import { sendHtml } from '../http/respond';
import type { World } from '../world';
import { errorPage, signInPage } from './pages';
import type { Idp } from './provider';

/** Answers the sign-in page: GET shows the people, POST signs one of them in. */
export async function handleInteraction(
  world: World,
  idp: Idp,
  appOrigins: readonly string[],
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  let uid: string;
  try {
    uid = (await idp.provider.interactionDetails(req, res)).uid;
  } catch {
    sendHtml(
      res,
      400,
      errorPage('This sign-in is over', 'It took too long or was finished before. Start again in the app.'),
    );
    return;
  }
  // The form's answer leads back to the app, and browsers hold form-action against redirects too.
  const show = (status: number, refusal: string | null): void =>
    sendHtml(res, status, signInPage(uid, world.people, refusal), appOrigins);
  if (req.method !== 'POST') return show(200, null);
  const chosen = new URLSearchParams(await readBody(req)).get('person');
  const person = world.people.find(({ id }) => id === chosen);
  if (person === undefined) return show(400, 'There is no such person.');
  if (person.disabled) return show(403, `${person.name}’s account is disabled, so signing in is refused.`);
  // Nobody is asked to consent, so a request that insists on asking has its answer with the choice of a person.
  await idp.provider.interactionFinished(req, res, { login: { accountId: person.id }, consent: {} });
}
