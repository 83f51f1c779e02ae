import 'server-only';
import packageJson from '@/package.json';

/** How Usher names itself to the upstream. */
export const USER_AGENT = `usher/${packageJson.version}`;
