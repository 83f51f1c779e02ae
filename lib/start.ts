import 'server-only';
import { appConfig } from './env';

/** Ends the process with a sentence for each variable that must be mended, instead of failing at first use. */
export function stopOnBadConfig(): void {
  try {
    appConfig();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
