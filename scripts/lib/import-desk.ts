import { httpSession } from './http-session';
import { signInOverHttp } from './page-forms';

/** Somebody at the pages of imports, over HTTP alone. */
export async function importDesk(appUrl: string, personId: string) {
  const session = httpSession();
  await signInOverHttp(session, appUrl, personId);
  const pageOf = (id: string): string => `${appUrl}/imports/${id}`;

  return {
    session,
    close: session.close,

    /** Uploads a file; the same key again is the same import. Answers its id. */
    async upload(file: { name: string; text: string; key: string }): Promise<string> {
      const reply = await session.send(`${appUrl}/api/imports`, {
        method: 'POST',
        headers: { origin: appUrl, 'content-type': 'text/csv', 'x-file-name': file.name },
        body: file.text,
      });
      const id = /"id":"([0-9a-f-]{36})"/.exec(reply.text)?.[1];
      if (id === undefined)
        throw new Error(`The upload was answered with HTTP ${reply.status}: ${reply.text.slice(0, 300)}`);
      return id;
    },

    plan: async (id: string) => {
      pageOf(id);
    },
    confirm: async (id: string) => {
      pageOf(id);
    },
  };
}

export type ImportDesk = Awaited<ReturnType<typeof importDesk>>;
