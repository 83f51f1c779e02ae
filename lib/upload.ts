import 'server-only';
import { createHash } from 'node:crypto';
import type { FileBody } from './invitations/bulk/read-file';

/** What is still read of a refused file, so that its sender hears why: a browser reads no answer before it has sent all. */
const MAX_REST = 100 * 1024 * 1024;

/** The body of a request as it comes, never held as a whole; `rest` reads what was not wanted of it, and throws it away. */
export function uploaded(request: Request): { file: FileBody; rest: () => Promise<void> } {
  const reader = request.body?.getReader();
  const hash = createHash('sha256');
  async function* bytes(): AsyncGenerator<Uint8Array, void> {
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) yield part.value;
  }
  return {
    file: { bytes: bytes(), hash: { update: (part) => hash.update(part), hex: () => hash.digest('hex') } },
    async rest() {
      let size = 0;
      for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
        size += part.value.length;
        if (size > MAX_REST) return reader?.cancel();
      }
    },
  };
}
