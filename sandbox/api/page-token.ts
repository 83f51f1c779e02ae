import { createHmac, randomBytes } from 'node:crypto';
import { invalid } from '../http/errors';

/**
 * Opaque page tokens: they carry where the next page starts and which filters they belong to, and cannot be made up.
 */
export class PageTokens {
  private readonly key = randomBytes(16);

  /** @param filters what must be the same on the next call, as text */
  seal(filters: string, cursor: unknown): string {
    const payload = Buffer.from(JSON.stringify(cursor)).toString('base64url');
    return `${payload}.${this.mac(filters, payload)}`;
  }

  /**
   * The cursor in a token; null for an empty token, the first page.
   *
   * @throws GrpcError code 3 when the token was not made here, or for other filters
   */
  open(filters: string, token: string): unknown {
    if (token === '') return null;
    const [payload = '', mac] = token.split('.');
    if (mac !== this.mac(filters, payload)) {
      throw invalid([
        { field: 'pageToken', description: 'is not valid for this request: it belongs to other filters' },
      ]);
    }
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  }

  private mac(filters: string, payload: string): string {
    return createHmac('sha256', this.key).update(`${filters}\n${payload}`).digest('base64url').slice(0, 16);
  }
}

/** The number of entries on a page: 25 when none is given (or 0), otherwise held between 10 and 100. */
export function clampPageSize(size: number): number {
  return size === 0 ? 25 : Math.min(100, Math.max(10, size));
}
