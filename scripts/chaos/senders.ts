import { type HttpSession, httpSession } from '../lib/http-session';
import { formOf, type PostedForm, postAsForm, postAsScript } from '../lib/posted-form';
import { type Answer, answerOf, nextAfter } from './answers';
import type { AppUnderFire } from './app-under-fire';
import { PEOPLE, type PersonId, type Planned } from './plan';

const NAMES: Record<PersonId, string> = { 'maya-chen': 'Maya Chen', 'priya-nair': 'Priya Nair' };
/** Sent at the same time. */
const AT_ONCE = 8;
/** Posts of one submission before it is left for later. */
const MOST_POSTS = 12;

/** One submission on its way: the same key with every post, like a page that stays open. */
export type Submission = Planned & { submissionKey: string; email: string; answer: Answer | null; posts: number };

export const toSubmission = (planned: Planned, seed: number): Submission => ({
  ...planned,
  submissionKey: crypto.randomUUID(),
  email: `guest.${seed}.${planned.guest}@northwind.example`,
  answer: null,
  posts: 0,
});

export const senderName = ({ sender }: Planned): string => NAMES[sender];

/** The people at their browsers: signed in once, and posting whatever the app goes through. */
export class Senders {
  private begun = 0;
  /** Answers that contradict an earlier one for the same key. */
  readonly contradictions: string[] = [];

  private constructor(
    private readonly appUrl: string,
    private readonly app: AppUnderFire,
    private readonly forms: Record<PersonId, PostedForm>,
  ) {}

  static async signIn(appUrl: string, app: AppUnderFire): Promise<Senders> {
    const entries = [];
    for (const person of PEOPLE) entries.push([person, await formOf(appUrl, person)] as const);
    return new Senders(appUrl, app, Object.fromEntries(entries) as Record<PersonId, PostedForm>);
  }

  /** How many submissions have begun. */
  started(): number {
    return this.begun;
  }

  get directoryId(): string {
    return this.forms['maya-chen'].directoryId;
  }

  /** Posts all of them, several at once, each until there is an answer to live with. */
  async drive(submissions: readonly Submission[]): Promise<void> {
    const queue = [...submissions];
    const work = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        this.begun += 1;
        await this.insist(next);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  close(): void {
    for (const { session } of Object.values(this.forms)) session.close();
  }

  private async insist(submission: Submission): Promise<void> {
    const most = submission.posts + MOST_POSTS;
    if (submission.posts === 0 && submission.asForm) await this.postFormOnce(submission);
    do {
      await this.app.whenUp();
      const posts = submission.twice && submission.posts === 0 ? 2 : 1;
      const answers = await Promise.all(Array.from({ length: posts }, () => this.post(submission)));
      for (const answer of answers) this.hear(submission, answer);
    } while (nextAfter(submission.answer) === 'again' && submission.posts < most);
  }

  private hear(submission: Submission, answer: Answer): void {
    const { answer: before } = submission;
    if (before?.kind !== 'sent') {
      submission.answer = answer;
    } else if (answer.kind === 'sent' && answer.upstreamId !== before.upstreamId) {
      this.contradictions.push(`${submission.email}: told ${before.upstreamId}, then ${answer.upstreamId}`);
    } else if (answer.kind === 'failed') {
      this.contradictions.push(`${submission.email}: told ${before.upstreamId}, then “${answer.code}”`);
    }
  }

  private async post(submission: Submission): Promise<Answer> {
    submission.posts += 1;
    const form = this.forms[submission.sender];
    try {
      return answerOf(await postAsScript(this.appUrl, form, { fields: fieldsOf(submission) }));
    } catch (error) {
      return { kind: 'lost', why: error instanceof Error ? error.message : String(error) };
    }
  }

  private async postFormOnce(submission: Submission): Promise<void> {
    const form = this.forms[submission.sender];
    // A session of its own: what comes back is thrown away, and the connection with it.
    const session: HttpSession = httpSession();
    for (const [name, value] of form.session.cookies) session.cookies.set(name, value);
    await this.app.whenUp();
    await postAsForm(this.appUrl, form, { session, fields: fieldsOf(submission) }).catch(() => null);
    session.close();
  }
}

const fieldsOf = ({ submissionKey, email, guest, sender }: Submission): Record<string, string> => ({
  submissionKey,
  email,
  displayName: `Guest ${guest}`,
  purpose: `Chaos, guest ${guest}, asked by ${NAMES[sender]}`,
});
