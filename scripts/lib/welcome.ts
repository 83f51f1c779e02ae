import type { Stack } from './stack';

type Person = { name: string; may: string };

/** Where to go, as whom, and what to try: what a person reads once everything runs. */
export async function welcome({ appUrl, sandboxUrl }: Pick<Stack, 'appUrl' | 'sandboxUrl'>): Promise<string> {
  const response = await fetch(`${sandboxUrl}/_sandbox/people`);
  const { people } = (await response.json()) as { people: Person[] };
  const lines = people.map(({ name, may }) => `    ${name.padEnd(18)}${may}`);
  return `
  Usher     ${appUrl}
  Outbox    ${sandboxUrl}/outbox      the mails that guests get
  Mail      ${sandboxUrl}/mail        the mails that Usher sends to its own people
  Switches  ${sandboxUrl}/_sandbox/   faults, clocks and the journal, as JSON

  Sign in as one of these; there are no passwords:
${lines.join('\n')}

  Try this: sign in as Maya Chen, invite somebody, open the newest mail in the outbox and accept.
  Back in Usher the status turns to Accepted by itself.

  Ctrl+C ends all of it.
`;
}
