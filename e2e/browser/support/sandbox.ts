/** The sandbox's switches, as far as the browser tests need them. */

type JournalEntry = {
  operation: string;
  status: number | null;
  requestId: string;
  committed: string | null;
  body: unknown;
};
type Truth = {
  id: string;
  email: string;
  displayName: string;
  status: string;
  purpose: string;
  sponsorUserId: string;
  directoryAppId: string;
};

export type SandboxControl = ReturnType<typeof sandboxControl>;

const USUAL = { latencyMs: 0, rateLimit: null, duplicatePending: 'refuse', credential: 'ok' };

export function sandboxControl(url: string) {
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${url}/_sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const journal = async (operation: string): Promise<JournalEntry[]> =>
    (await ask<{ requests: JournalEntry[] }>('GET', `/journal?operation=${operation}`)).requests;
  const truth = async (email: string): Promise<Truth[]> =>
    (await ask<{ invitations: Truth[] }>('GET', `/invitations?email=${encodeURIComponent(email)}`)).invitations;
  return {
    url,
    /** No faults, usual settings, an empty journal. The tenant itself stays: the app has read its lists already. */
    async calm() {
      await ask('DELETE', '/faults');
      await ask('PATCH', '/settings', USUAL);
      await ask('DELETE', '/journal');
    },
    fault: (fault: object) => ask('POST', '/faults', fault),
    clearFaults: () => ask('DELETE', '/faults'),
    settings: (patch: object) => ask('PATCH', '/settings', patch),
    revokeTokens: () => ask('POST', '/tokens/revoke', {}),
    journal,
    /** Creates that reached the tenant since the last `calm`, whatever it answered. */
    creates: () => journal('create'),
    /** What the tenant holds for an address. */
    truth,
    userStatus: (id: string, status: 'ENABLED' | 'DISABLED') => ask('POST', `/users/${id}`, { status }),
    inviteElsewhere: (invitation: object) => ask('POST', '/invitations', invitation),
    /** The path of the link in the mail to `email`. */
    async link(email: string): Promise<string> {
      const { mails } = await ask<{ mails: { link: string }[] }>('GET', `/outbox?email=${encodeURIComponent(email)}`);
      const [mail] = mails;
      if (mail === undefined) throw new Error(`No mail went to ${email}.`);
      return url + mail.link;
    },
    /** The guest accepts. */
    accept: (id: string) => ask('POST', `/invitations/${id}/accept`, {}),
    /** What arrived by SMTP for one recipient, newest first. */
    mailTo: async (to: string) =>
      (await ask<{ mails: { subject: string; text: string }[] }>('GET', `/mail?to=${encodeURIComponent(to)}`)).mails,
    overview: () =>
      ask<{ tenant: { directories: { appId: string; displayName: string }[]; jobs: { id: string }[] } }>('GET', '/'),
  };
}
