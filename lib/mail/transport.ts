import 'server-only';
import { createTransport } from 'nodemailer';
import type { MailConfig } from './config';

/** The longest that one step (connecting, greeting, an answer) may take; a mail takes about eight. */
const STEP_MS = 10_000;

/**
 * A connection to the mail server, made anew for each mail: mails are few, and one that failed leaves nothing behind. What
 * nodemailer could be told to read by a message (files, addresses on the web) is switched off.
 */
export function openTransport(config: MailConfig) {
  const stepMs = Math.min(STEP_MS, config.deadlineMs);
  return createTransport({
    host: config.host,
    port: config.port,
    secure: config.secure,
    requireTLS: config.requireTls && !config.secure,
    // This machine's own server has no certificate that anybody could check.
    ignoreTLS: config.loopback && !config.requireTls,
    ...(config.auth === null
      ? {}
      : { auth: { user: config.auth.user, pass: config.auth.password.reveal() }, forceAuth: true }),
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    dnsTimeout: stepMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
}
