import { Writable } from 'node:stream';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog, redact, withFacts } from './log';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  write(createLog({ level: 'info', pretty: false, destination }));
  return lines.join('');
}

describe('log', () => {
  it('writes one JSON line an event, with its facts', () => {
    const line = JSON.parse(
      logged((log) => withFacts(log, { requestId: 'r-1' }).info('invitation.sent', { id: 'i1' })),
    );
    expect(line).toMatchObject({ level: 'info', event: 'invitation.sent', requestId: 'r-1', id: 'i1' });
    expect(Date.parse(line.time)).not.toBeNaN();
  });

  const secrets = [
    'secret-token:conductorone.com:v1:eyJrdHkiOiJPS1AifQ',
    'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl',
    'Bearer 8xLOxBtZp8abcdef',
    'client_secret=hunter2hunter2&x=1',
    'smtps://mailing-user:hunter2hunter2@mail/',
  ];

  it.each(secrets)('keeps %s out, wherever it stands', (secret) => {
    const text = logged((log) => {
      log.error('a', { message: `before ${secret} after` });
      log.error('b', { error: new Error(`failed with ${secret}`, { cause: new Error(secret) }) });
      log.error('c', { nested: [{ deep: { text: secret } }] });
    });
    for (const word of secret.split(/[\s=&.@]|:\/\/|:(?=hunter)/).filter((part) => part.length > 7)) {
      if (!/^(?:client_secret|secret-token|Bearer)$/.test(word)) expect(text).not.toContain(word);
    }
  });

  it.each(['authorization', 'Cookie', 'clientSecret', 'client_secret', 'accessToken', 'id_token', 'clientAssertion'])(
    'never writes the value of a key named %s',
    (key) => {
      expect(JSON.stringify(redact({ [key]: 'plain-looking-value' }))).not.toContain('plain-looking-value');
    },
  );

  it('keeps the parameters of a failed query out', () => {
    const failed = new DrizzleQueryError('select $1', ['ada@acme.example'], new Error('relation does not exist'));
    const text = logged((log) => log.error('request.failed', { error: failed }));
    expect(text).not.toContain('ada@acme.example');
    expect(text).toContain('relation does not exist');
  });

  it('survives anything, cycles included', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(() => JSON.stringify(redact(cycle))).not.toThrow();
    fc.assert(
      fc.property(fc.object(), (facts) => {
        expect(() => logged((log) => log.info('x', facts))).not.toThrow();
      }),
    );
  });
});
