import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { ROOT } from '../lib/paths';
import { counts } from './counts';
import type { Command, Step } from './steps';

export type Outcome = { name: string; passed: number; failed: number; ms: number; note: string };

/** Output goes by in CI, where nobody waits for it; a person sees it only when there is something to see. */
const STREAM = Boolean(process.env.CI);

/** Runs a step and counts: its tests where it says how many, one for a check; a step that breaks off counts as failed. */
export async function runStep(step: Step, end: AbortSignal): Promise<Outcome> {
  const startedAt = performance.now();
  console.log(`\n── ${step.name}: ${step.what}`);
  if (step.report !== undefined) {
    mkdirSync(dirname(step.report.file), { recursive: true });
    rmSync(step.report.file, { force: true });
  }
  let note = '';
  let worked = true;
  try {
    note = (await step.before?.(end)) ?? '';
    for (const command of step.commands) worked = worked && (await run(command, end));
    end.throwIfAborted();
  } catch (error) {
    end.throwIfAborted();
    console.error(error instanceof Error ? error.message : String(error));
    worked = false;
  }
  const { passed, failed } = tally(step, worked);
  const ms = performance.now() - startedAt;
  console.log(`── ${step.name}: ${failed === 0 ? 'ok' : 'FAILED'} in ${(ms / 1000).toFixed(1)} s`);
  return { name: step.name, passed, failed, ms, note };
}

function tally({ report }: Step, worked: boolean): { passed: number; failed: number } {
  if (report === undefined) return { passed: worked ? 1 : 0, failed: worked ? 0 : 1 };
  const found = existsSync(report.file) ? counts(report.kind, JSON.parse(readFileSync(report.file, 'utf8'))) : null;
  const { passed, failed } = found ?? { passed: 0, failed: 0 };
  // A runner may fail without a failing test (a broken file, no test at all), and that must not look like success.
  return { passed, failed: failed === 0 && (!worked || passed === 0) ? 1 : failed };
}

function run({ args, env }: Command, end: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const held: Buffer[] = [];
    const hear = (chunk: Buffer): void => {
      if (STREAM) process.stdout.write(chunk);
      else held.push(chunk);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    // The browser tests end what they started when they are interrupted, and only then.
    const stop = () => child.kill('SIGINT');
    end.addEventListener('abort', stop);
    child.once('error', reject);
    child.once('close', (code) => {
      end.removeEventListener('abort', stop);
      if (code !== 0) for (const chunk of held) process.stdout.write(chunk);
      resolve(code === 0);
    });
  });
}
