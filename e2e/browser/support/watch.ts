import type { BrowserContext, ConsoleMessage, Page, Response } from '@playwright/test';

/**
 * Watches everything a browser context does: whatever it writes as an error, every violation of the Content-Security-Policy,
 * and every answer of the app, which is looked through for secrets.
 */
export type Watch = {
  /** What must not have happened; empty when all is well. */
  findings(): Promise<string[]>;
  /** Lets errors through whose text fits, where a test causes them on purpose. */
  expectError(pattern: RegExp): void;
};

declare global {
  interface Window {
    reportViolation?: (text: string) => void;
  }
}

export async function watch(
  context: BrowserContext,
  appUrl: string,
  leaks: (where: string, text: string) => string[],
): Promise<Watch> {
  const problems: string[] = [];
  const expected: RegExp[] = [];
  const reading: Promise<void>[] = [];
  const ofApp = (url: string): boolean => url.startsWith(`${appUrl}/`);

  const onConsole = (message: ConsoleMessage): void => {
    if (message.type() !== 'error' || !ofApp(message.page()?.url() ?? '')) return;
    problems.push(`console: ${message.text()} (${message.location().url})`);
  };
  const onResponse = (response: Response): void => {
    if (ofApp(response.url())) reading.push(readAnswer(response, leaks, problems));
  };
  const onPage = (page: Page): void => {
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  };
  await context.exposeFunction('reportViolation', (text: string) => problems.push(`policy: ${text}`));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      window.reportViolation?.(`${event.effectiveDirective} refused ${event.blockedURI} in ${event.documentURI}`),
    );
  });
  context.on('console', onConsole);
  context.on('response', onResponse);
  context.on('page', onPage);
  return {
    expectError: (pattern) => expected.push(pattern),
    async findings() {
      await Promise.all(reading);
      return problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)));
    },
  };
}

async function readAnswer(
  response: Response,
  leaks: (where: string, text: string) => string[],
  problems: string[],
): Promise<void> {
  const where = `${response.request().method()} ${new URL(response.url()).pathname}`;
  const headers = await response.headersArray().catch(() => []);
  for (const { name, value } of headers) {
    // The session itself, encrypted and out of reach of scripts; and the address at which the provider ends its session,
    // which is told whose by the id token (OpenID Connect RP-Initiated Logout §2).
    if (name.toLowerCase() === 'set-cookie' || value.includes('/idp/session/end?')) continue;
    problems.push(...leaks(`${where}, header ${name}`, value));
  }
  // A redirect has no body, and that of an aborted request is gone.
  const body = await response.text().catch(() => '');
  problems.push(...leaks(where, body));
}
