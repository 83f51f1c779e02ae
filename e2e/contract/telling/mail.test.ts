import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { invite } from '@/lib/invitations/invite';
import type { Actor } from '@/lib/invitations/policy';
import { answerQuestion } from '@/lib/invitations/requests/answer-question';
import { decideRequest } from '@/lib/invitations/requests/decide-request';
import { expireRequests } from '@/lib/invitations/requests/expire-requests';
import type { RequestView } from '@/lib/invitations/requests/view';
import { FIRST_POLICY } from '@/lib/invitations/rules/document';
import { sync } from '@/lib/invitations/sync';
import { chooseMails } from '@/lib/invitations/telling/choose-mails';
import { tellOfLapsing } from '@/lib/invitations/telling/digest';
import { MAIL_KINDS, type MailKind } from '@/lib/invitations/telling/kinds';
import type { MailContext } from '@/lib/invitations/telling/letters';
import { mailReader } from '@/lib/invitations/telling/mail-reader';
import { tell } from '@/lib/invitations/telling/tell';
import { mailConfig } from '@/lib/mail/config';
import { mailCourier } from '@/lib/mail/courier';
import { renderer } from '@/lib/mail/letters';
import { createMailer } from '@/lib/mail/mailer';
import {
  ana,
  approve,
  as,
  asked,
  GRANTS,
  maya,
  noor,
  omar,
  priya,
  setPolicy,
  shown,
  signIn,
  value,
} from '../requests/support';
import { type Desk, openDesk } from '../verbs/desk';

const HOUR_MS = 3_600_000;
const ORIGIN = 'https://usher.acme.example';
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
  await desk.deliveries.begin(['mail']);
});
afterAll(() => desk.close());

/** Everybody wants everything again; nothing waits, and nothing has arrived. */
beforeEach(async () => {
  await desk.reset();
  await setPolicy(desk, FIRST_POLICY);
  for (const actor of [ana, maya, priya, omar, noor]) await signIn(desk, actor);
  await desk.db.execute(sql`update account set muted = '{}'`);
  // Everything that other tests left open, so that each test sees only what it does itself.
  await desk.db.execute(sql`update invitation set state = 'expired' where state = 'pending'`);
  await desk.db.execute(sql`update request set state = 'withdrawn' where state in ('open', 'asked-back')`);
  await turn();
  await desk.db.execute(sql`delete from delivery`);
  await desk.control('DELETE', '/mail');
  await desk.control('DELETE', '/mail/faults');
});

const context = (isOn = true): MailContext => ({
  ...desk.system(),
  mail: isOn
    ? { book: desk.mailBook, deliveries: desk.deliveries, render: renderer({ origin: ORIGIN, contact: '' }) }
    : null,
});

function courier() {
  const config = mailConfig(desk.env);
  if (!config.ok || config.config === null) throw new Error('The sandbox has a mail server.');
  return mailCourier(createMailer(config.config, desk.system()));
}

/** One turn of telling. Without a courier nothing leaves. */
const turn = async (options: { isOn?: boolean; courier?: ReturnType<typeof courier> } = {}) =>
  tell({
    clock: desk.clock,
    log: desk.system().log,
    deliveries: desk.deliveries,
    readers: [mailReader(() => context(options.isOn))],
    couriers: { mail: options.courier ?? courier() },
    random: () => 0,
  });

type Mail = { to: string[]; subject: string; text: string; messageId: string };
const mails = async (): Promise<Mail[]> => (await desk.control<{ mails: Mail[] }>('GET', '/mail')).mails;
/** Who got what, as "address: subject". */
const arrived = async (): Promise<string[]> =>
  (await mails()).map(({ to, subject }) => `${to.join()}: ${subject}`).sort();
const linkIn = ({ text }: Mail): string => /^https:\S+$/mu.exec(text)?.[0] ?? '';

const mute = (actor: Actor, ...unwanted: MailKind[]) =>
  chooseMails({
    ctx: as(desk, actor),
    input: { form: 'mails', kinds: MAIL_KINDS.filter((kind) => !unwanted.includes(kind)) },
  });

const decide = (
  actor: Actor,
  request: RequestView,
  decision: { decision: 'deny'; reason: string } | { decision: 'ask-back'; question: string },
) => decideRequest({ ctx: as(desk, actor), input: { ...shown(request), ...decision } });

/** An invitation of Maya's, with the upstream's answer. */
async function invited(change: Parameters<Desk['filled']>[0] = {}) {
  const { invitation } = value(
    await invite({ ctx: desk.context({ actor: maya, grants: GRANTS }), input: await desk.filled(change) }),
  );
  return invitation;
}

async function accept(id: string) {
  await desk.control('POST', `/invitations/${id}/accept`, {});
  await sync(desk.system());
}

describe('a request', () => {
  test('waits for everybody who may approve it: not for who asked, nor for who does not want to hear of it', async () => {
    await mute(priya, 'request-waiting');
    const request = await asked(desk);
    await turn();
    expect(await arrived()).toEqual([
      'maya.chen@acme.example: Ana Ruiz asks for access for Ada Lovelace',
      'omar.haddad@acme.example: Ana Ruiz asks for access for Ada Lovelace',
    ]);
    expect((await mails()).map(linkIn)).toEqual(Array(2).fill(`${ORIGIN}/requests/${request.id}`));
    await turn();
    expect(await mails()).toHaveLength(2);
  });

  test('of somebody who could approve others’ is not told to that person', async () => {
    await setPolicy(desk, { rules: [], otherwise: { answer: 'needs-approval', of: { roles: ['admin', 'helpdesk'] } } });
    await asked(desk, {}, maya);
    await turn();
    expect(await arrived()).toEqual([
      'omar.haddad@acme.example: Maya Chen asks for access for Ada Lovelace',
      'priya.nair@acme.example: Maya Chen asks for access for Ada Lovelace',
    ]);
  });

  test('is told to those who fit every entry, a sponsor who never signed in among them', async () => {
    await desk.db.execute(sql`delete from account where subject = ${noor.subject}`);
    const sponsorUserId = await desk.userId(noor.email);
    await sync(desk.system());
    await setPolicy(desk, { rules: [], otherwise: { answer: 'needs-approval', of: { sponsor: true } } });
    await asked(desk, { sponsorUserId });
    await turn();
    expect(await arrived()).toEqual(['noor.jansen@acme.example: Ana Ruiz asks for access for Ada Lovelace']);
  });

  test('that is decided before anybody was told is no news to its approvers', async () => {
    value(await decide(omar, await asked(desk), { decision: 'deny', reason: 'Not this quarter' }));
    await turn();
    expect(await arrived()).toEqual(['ana.ruiz@acme.example: Not approved: access for Ada Lovelace']);
    expect((await mails())[0]?.text).toContain('> Not this quarter');
  });

  test('is approved, and its requester hears of it', async () => {
    await mute(maya, 'request-waiting');
    const request = await asked(desk);
    value(await approve(desk, omar, request, { displayName: 'Ada King', note: 'Her name now' }));
    await turn();
    const [mail] = (await mails()).filter(({ to }) => to.includes(ana.email));
    expect(mail).toMatchObject({ subject: 'Approved with changes: access for Ada Lovelace' });
    expect(mail?.text).toContain('Name: Ada King, not Ada Lovelace');
    expect(mail?.text).toContain('> Her name now');
  });

  test('goes back with a question, and its answer to whoever asked', async () => {
    const request = await asked(desk);
    await turn();
    await desk.control('DELETE', '/mail');
    value(await decide(maya, request, { decision: 'ask-back', question: 'Until when?' }));
    await turn();
    expect(await arrived()).toEqual(['ana.ruiz@acme.example: A question about your request for Ada Lovelace']);
    await desk.control('DELETE', '/mail');
    value(await answerQuestion({ ctx: as(desk, ana), input: { id: request.id, text: 'Until May.' } }));
    await turn();
    expect(await arrived()).toEqual(['maya.chen@acme.example: Ana Ruiz answered your question about Ada Lovelace']);
    expect((await mails())[0]?.text).toContain('> Until May.');
  });

  test('expires with notice to both', async () => {
    await mute(priya, 'request-expired');
    await asked(desk);
    await turn();
    await desk.control('DELETE', '/mail');
    await desk.advance((FIRST_POLICY.requests.expireAfterDays + 1) * 24 * HOUR_MS);
    await expireRequests(desk.system());
    await turn();
    expect(await arrived()).toEqual([
      'ana.ruiz@acme.example: Expired: your request for Ada Lovelace',
      'maya.chen@acme.example: Expired: Ana Ruiz’s request for Ada Lovelace',
      'omar.haddad@acme.example: Expired: Ana Ruiz’s request for Ada Lovelace',
    ]);
  });

  test('is not told to an address that the provider does not call theirs, nor to who has left', async () => {
    await signIn(desk, { ...priya, emailVerified: false });
    await sync(desk.system());
    await desk.db.execute(sql`update person set status = 'disabled' where email_key = ${omar.email}`);
    await asked(desk);
    await turn();
    expect(await arrived()).toEqual(['maya.chen@acme.example: Ana Ruiz asks for access for Ada Lovelace']);
  });
});

describe('an invitation', () => {
  test('names a sponsor who did not ask: told once, however often it is sent again; whoever asked is not told', async () => {
    await sync(desk.system());
    await invited({ sponsorUserId: await desk.userId(noor.email) });
    await invited({ sponsorUserId: await desk.userId(maya.email) });
    await turn();
    expect(await arrived()).toEqual(['noor.jansen@acme.example: You are named as sponsor of Ada Lovelace']);
    expect((await mails()).map(linkIn)).toEqual([`${ORIGIN}/my-guests`]);
    // As another attempt of the same invitation is recorded.
    await desk.db.execute(sql`update reader set sequence = 0`);
    await turn();
    expect((await arrived()).filter((line) => line.includes('named as sponsor'))).toHaveLength(1);
  });

  test('is accepted: who sent it and its sponsor hear of it, each once', async () => {
    await sync(desk.system());
    const { id } = await invited({ sponsorUserId: await desk.userId(noor.email) });
    const own = await invited({ sponsorUserId: await desk.userId(maya.email) });
    await turn();
    await desk.control('DELETE', '/mail');
    await accept(id);
    await accept(own.id);
    await turn();
    expect(await arrived()).toEqual([
      'maya.chen@acme.example: Ada Lovelace has accepted',
      'maya.chen@acme.example: Ada Lovelace has accepted',
      'noor.jansen@acme.example: Ada Lovelace has accepted',
    ]);
    const links = new Map((await mails()).map((mail) => [mail.to.join(), linkIn(mail)]));
    expect(links.get(noor.email)).toBe(`${ORIGIN}/my-guests`);
    expect(links.get(maya.email)).toMatch(`${ORIGIN}/invitations/`);
  });
});

describe('what lapses', () => {
  /** Two of Maya's, one of them with Noor as sponsor, 40 hours before they lapse. */
  async function lapsing() {
    await sync(desk.system());
    const first = await invited({ sponsorUserId: await desk.userId(noor.email), displayName: 'Ada One' });
    await invited({ displayName: 'Ada Two' });
    await turn();
    await desk.control('DELETE', '/mail');
    await desk.advance(Date.parse(first.expiresAt) - desk.clock.now().getTime() - 40 * HOUR_MS);
  }

  test('is told in one mail for each person, each invitation once and a mail a day at the most', async () => {
    await lapsing();
    expect(await tellOfLapsing(context())).toBe(2);
    await turn();
    expect(await arrived()).toEqual([
      'maya.chen@acme.example: 2 invitations lapse within 48 hours',
      'noor.jansen@acme.example: The invitation of Ada One lapses within 48 hours',
    ]);
    // One more that lapses by tomorrow is not told before tomorrow.
    await desk.db.execute(sql`update delivery set payload = jsonb_set(payload, '{about}', (payload -> 'about') - 0)
      where recipient = ${maya.email}`);
    await desk.advance(HOUR_MS);
    expect(await tellOfLapsing(context())).toBe(0);
    await desk.advance(23 * HOUR_MS);
    expect(await tellOfLapsing(context())).toBe(1);
    await turn();
    expect((await arrived()).filter((line) => line.startsWith('maya'))).toEqual([
      'maya.chen@acme.example: 2 invitations lapse within 48 hours',
      expect.stringMatching(/: The invitation of Ada (One|Two) lapses within 48 hours$/u),
    ]);
  });

  test('is told once by replicas that wake at once, and after a crash before anything was put in', async () => {
    await lapsing();
    const crashing = context();
    if (crashing.mail === null) throw new Error('Mail is on.');
    crashing.mail.deliveries = { add: () => Promise.reject(new Error('the process died')) };
    await expect(tellOfLapsing(crashing)).rejects.toThrow('the process died');
    await Promise.all([tellOfLapsing(context()), tellOfLapsing(context()), tellOfLapsing(context())]);
    await tellOfLapsing(context());
    await turn();
    expect(await arrived()).toHaveLength(2);
  });

  test('is not told to who does not want it, nor while mail is off', async () => {
    await lapsing();
    expect(await tellOfLapsing(context(false))).toBe(0);
    await mute(maya, 'lapsing-digest');
    expect(await tellOfLapsing(context())).toBe(1);
    await turn();
    expect(await arrived()).toEqual(['noor.jansen@acme.example: The invitation of Ada One lapses within 48 hours']);
  });
});

describe('the way to the mail server', () => {
  test('greylisting puts a mail off and loses none: it arrives later, once', async () => {
    await desk.control('POST', '/mail/faults', { kind: 'refuse', status: 451, times: 2 });
    await mute(omar, 'request-waiting');
    await asked(desk);
    await turn();
    expect(await mails()).toEqual([]);
    await turn();
    expect(await mails()).toEqual([]);
    await desk.advance(6_000);
    await turn();
    await turn();
    expect(await arrived()).toHaveLength(2);
    const [logged] = await desk.deliveries.log(maya.email, 1);
    expect(logged?.tries.map(({ status }) => status)).toEqual([451, 250]);
  });

  test('an address that the server does not know is given up at once, and nobody else suffers from it', async () => {
    await desk.control('POST', '/mail/faults', { kind: 'refuse', status: 550, to: omar.email });
    await asked(desk);
    await turn();
    expect((await desk.deliveries.log(omar.email, 1))[0]?.delivery).toMatchObject({ state: 'failed', tries: 1 });
    expect(await arrived()).toHaveLength(2);
  });

  test('a process that dies after a mail was taken sends it again under the id that it had', async () => {
    await mute(priya, 'request-waiting');
    await mute(omar, 'request-waiting');
    await asked(desk);
    const send = courier();
    const dies: typeof send = async (delivery) => {
      await send(delivery);
      throw new Error('the process died');
    };
    await expect(turn({ courier: dies })).rejects.toThrow('the process died');
    await desk.advance(61_000);
    await turn();
    const both = await mails();
    expect(both).toHaveLength(2);
    expect(new Set(both.map(({ messageId }) => messageId)).size).toBe(1);
  });

  test('what happens while mail is off is never told, and what happens afterwards is', async () => {
    await asked(desk, { displayName: 'Ada Before' });
    await turn({ isOn: false });
    await asked(desk, { displayName: 'Ada After' });
    await turn();
    expect((await arrived()).every((line) => line.endsWith('for Ada After'))).toBe(true);
    expect(await arrived()).toHaveLength(3);
  });
});

test('a choice is kept with its entry in the audit, for whoever has no account yet, too', async () => {
  await desk.db.execute(sql`delete from account where subject = ${noor.subject}`);
  await mute(noor, 'lapsing-digest');
  expect((await desk.system().accounts.bySubject(noor.subject))?.muted).toEqual(
    // Deciding is for her, too: only what can come to nobody in her role is left alone.
    ['lapsing-digest'],
  );
  const { rows } = await desk.db.execute(sql`select action, details from audit order by sequence desc limit 1`);
  expect(rows).toEqual([{ action: 'mails.chosen', details: { unwanted: ['lapsing-digest'] } }]);
});
