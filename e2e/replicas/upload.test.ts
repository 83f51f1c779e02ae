import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpSession, httpSession, type Reply } from '@/scripts/lib/http-session';
import { signInOverHttp } from '@/scripts/lib/page-forms';
import { type Stack, startStack } from '@/scripts/lib/stack';

const MEGABYTE = 1024 * 1024;

let stack: Stack;
let database: pg.Client;
let session: HttpSession;

beforeAll(async () => {
  stack = await startStack({ name: 'upload' });
  database = new pg.Client({ connectionString: stack.env.DATABASE_URL });
  await database.connect();
  session = httpSession();
  await signInOverHttp(session, stack.appUrl, 'maya-chen');
});
afterAll(async () => {
  session.close();
  await database.end();
  await stack.close();
});

/** So many people, each a row of about a kilobyte. */
const listOf = (people: number, notes = 950): string =>
  `Email,Name,Notes\n${Array.from(
    { length: people },
    (_, at) => `guest.${at}@northwind.example,Guest Number ${at},${'x'.repeat(notes)}\n`,
  ).join('')}`;

const upload = (body: string, headers: Record<string, string> = {}): Promise<Reply> =>
  session.send(`${stack.appUrl}/api/imports`, {
    method: 'POST',
    headers: {
      origin: stack.appUrl,
      'content-type': 'text/csv',
      'x-file-name': encodeURIComponent('Gäste, März.csv'),
      ...headers,
    },
    body,
  });

const one = async (sql: string, values: unknown[] = []): Promise<Record<string, unknown>> =>
  (await database.query<Record<string, unknown>>(sql, values)).rows[0] ?? {};

test('a file well above 10 MB arrives whole, and is answered as everything is', async () => {
  const file = listOf(16_000);
  expect(file.length).toBeGreaterThan(15 * MEGABYTE);
  const reply = await upload(file);
  expect(reply.status).toBe(200);
  const { id } = JSON.parse(reply.text).import as { id: string };
  expect(await one('select state, rows, file_name, file_hash from batch where id = $1', [id])).toEqual({
    state: 'draft',
    rows: 16_000,
    file_name: 'Gäste, März.csv',
    file_hash: createHash('sha256').update(file).digest('hex'),
  });
  expect(
    await one('select count(*)::int as rows, max(number) as last from batch_row where batch_id = $1', [id]),
  ).toEqual({
    rows: 16_000,
    last: 16_001,
  });
  expect(reply.headers).toMatchObject({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-request-id': expect.stringMatching(/^[\w-]{8,64}$/),
    'cache-control': 'no-store',
  });
});

test('one above 20 MB is refused in words once it is sent, and leaves nothing', async () => {
  const before = await one('select count(*) from batch');
  const file = listOf(19_500, 1_100);
  expect(file.length).toBeGreaterThan(21 * MEGABYTE);
  const reply = await upload(file);
  expect(reply.status).toBe(400);
  expect(JSON.parse(reply.text).error).toMatchObject({
    code: 'file-refused',
    words: { what: 'This file is larger than 20 MB.' },
    requestId: reply.headers['x-request-id'],
  });
  expect(await one('select count(*) from batch')).toEqual(before);
});

test('a page of another origin uploads nothing', async () => {
  const reply = await upload('Email\nada@northwind.example\n', { origin: 'https://elsewhere.example' });
  expect([reply.status, JSON.parse(reply.text).error.code]).toEqual([403, 'foreign-origin']);
});
