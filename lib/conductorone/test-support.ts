import 'server-only';
import { generateKeyPairSync } from 'node:crypto';
import type { Clock, Log } from '@/lib/invitations/ports';
import { type ConductorOneConfig, type ConductorOneVars, conductorOneConfig } from './config';

/** What the tests of this folder share: a clock that is moved by hand, a log that remembers, a credential of its own. */

export const START = new Date('2026-11-24T10:00:00.000Z');

export type FakeClock = Clock & { advance(ms: number): void };

export function fakeClock(): FakeClock {
  let ms = 0;
  return {
    now: () => new Date(START.getTime() + ms),
    monotonicMs: () => ms,
    advance(by) {
      ms += by;
    },
  };
}

export type LogLine = { level: string; event: string; facts: Record<string, unknown> };

export function memoryLog(): Log & { lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at =
    (level: string) =>
    (event: string, facts: Record<string, unknown> = {}): void => {
      lines.push({ level, event, facts });
    };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}

/** A client secret in the vendor's form around `jwk`, a fresh private key when not given. */
export function clientSecret(
  jwk: unknown = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
): string {
  return `secret-token:conductorone.com:v1:${Buffer.from(JSON.stringify(jwk)).toString('base64url')}`;
}

export function testConfig(vars: ConductorOneVars = {}): ConductorOneConfig {
  const result = conductorOneConfig({
    CONDUCTORONE_CLIENT_ID: 'clever-fox-42195@acme.conductor.one/spc',
    CONDUCTORONE_CLIENT_SECRET: clientSecret(),
    ...vars,
  });
  if (!result.ok) throw new Error(result.problems.map(({ variable, message }) => `${variable} ${message}`).join('\n'));
  return result.config;
}
