import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isReachable } from './owner';

const folder = mkdtempSync(join(tmpdir(), 'usher-reach-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const stranger = { uid: 54_321, gid: 54_321 };

test('a folder is reachable when every folder above it lets others through', () => {
  const inner = join(folder, 'inner');
  mkdirSync(inner);
  chmodSync(folder, 0o711);
  expect(isReachable(inner, stranger)).toBe(true);
  chmodSync(folder, 0o700);
  expect(isReachable(inner, stranger)).toBe(false);
  // Nothing but being let through counts, and only above: what is asked for is opened by whoever uses it.
  chmodSync(folder, 0o744);
  expect(isReachable(inner, stranger)).toBe(false);
  expect(isReachable(folder, stranger)).toBe(true);
});

test('the bits of its own user and of its group count for those', () => {
  const { uid, gid } = statSync(folder);
  chmodSync(folder, 0o700);
  expect(isReachable(join(folder, 'x'), { ...stranger, uid })).toBe(true);
  chmodSync(folder, 0o710);
  expect(isReachable(join(folder, 'x'), { ...stranger, gid })).toBe(true);
});
