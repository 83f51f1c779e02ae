import { httpSession, type Reply } from './http-session';
import { builtActions } from './manifests';
import { signInOverHttp } from './page-forms';
import { callAction } from './posted-form';

const ACTIONS = 'app/(desk)/imports/[id]/plan-actions.ts';

/** What an action said when it did not do what it was asked for. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Somebody at the pages of imports, over HTTP alone: what the app's own scripts send, and what they get. */
export async function importDesk(appUrl: string, personId: string) {
  const session = httpSession();
  await signInOverHttp(session, appUrl, personId);
  const headers = { origin: appUrl };
  const pageOf = (id: string): string => `${appUrl}/imports/${id}`;
  const act = async (action: string, id: string, fields: Record<string, string>): Promise<void> => {
    const actionId = builtActions().find(({ name }) => name === `${ACTIONS}#${action}`)?.id;
    if (actionId === undefined) throw new Error(`The build has no action “${action}” of imports.`);
    succeeded(await callAction(session, pageOf(id), { actionId, headers, fields: { id, ...fields } }), action);
  };

  return {
    close: session.close,

    /** Uploads a file; the same key again is the same import. Answers its id. */
    async upload(file: { name: string; text: string; key: string }): Promise<string> {
      const reply = await session.send(`${appUrl}/api/imports`, {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'text/csv',
          'x-file-name': encodeURIComponent(file.name),
          'x-submission-key': file.key,
        },
        body: file.text,
      });
      const id = /"id":"([0-9a-f-]{36})"/.exec(reply.text)?.[1];
      if (reply.status !== 200 || id === undefined) throw new Refused(`The upload: ${said(reply)}`);
      return id;
    },

    plan: (id: string) => act('planAction', id, {}),

    /** Confirms the plan as the page shows it. */
    async confirm(id: string): Promise<void> {
      const page = await session.send(pageOf(id));
      const plan = /name="plan" value="([0-9a-f]{64})"/.exec(page.text)?.[1];
      if (plan === undefined) throw new Refused(`The page of the import shows no plan (HTTP ${page.status}).`);
      await act('confirmAction', id, { plan, typed: '' });
    },
  };
}

export type ImportDesk = Awaited<ReturnType<typeof importDesk>>;

function succeeded(reply: Reply, action: string): void {
  if (!reply.text.includes('"status":"ok"')) throw new Refused(`${action}: ${said(reply)}`);
}

/** The code of a failure, where there is one. */
function said({ status, text }: Reply): string {
  const code = /"code":"([\w-]+)"/.exec(text)?.[1];
  return code ?? `HTTP ${status}, ${text.slice(0, 200)}`;
}
