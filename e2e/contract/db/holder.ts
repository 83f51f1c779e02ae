import { startEmbeddedPostgres } from '@/scripts/postgres/embedded';

/** A process of its own that holds a database folder until it is killed; says so in one line of JSON. */
const [dataDir = ''] = process.argv.slice(2);
const { port, url } = await startEmbeddedPostgres({ dataDir, command: 'npm run holder', unsafe: true });
console.log(JSON.stringify({ port, url }));
process.stdin.resume();
