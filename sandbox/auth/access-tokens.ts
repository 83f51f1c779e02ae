import { randomBytes } from 'node:crypto';
import type { Clock } from '../base/clock';

/** The access tokens in use: opaque, random, judged by the token endpoint's clock. */
export class AccessTokens {
  private readonly expiry = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** Issues a token that lives for so many seconds. */
  issue(lifetimeSeconds: number): string {
    const now = this.clock.now();
    if (this.expiry.size > 10_000) for (const [token, end] of this.expiry) if (end <= now) this.expiry.delete(token);
    const token = randomBytes(32).toString('base64url');
    this.expiry.set(token, now + lifetimeSeconds * 1000);
    return token;
  }

  /** Says whether a token was issued here, is not revoked and has not expired. */
  isValid(token: string): boolean {
    return (this.expiry.get(token) ?? 0) > this.clock.now();
  }

  revokeAll(): void {
    this.expiry.clear();
  }
}
