import { defineConfig } from 'drizzle-kit';

/** `npx drizzle-kit generate --name WHAT` writes the next migration out of the schema; nothing else of drizzle-kit is used. */
export default defineConfig({ dialect: 'postgresql', schema: './lib/db/schema*.ts', out: './drizzle' });
