import { confidenceInPassword } from '../password.ts';
import { type Found, type Reader, skip } from './reader.ts';
import { yamlBlock, yamlEntries } from './yaml-block.ts';

/** How much of the file is read to either side: certificates in it are long. */
const MAX_SIDE = 1 << 16;

const KIND = /kind[ ]{0,2}:[ ]{1,4}["']?Config["']?[ \t]{0,8}(?=\r?\n|$)/y;

/** What a user of a cluster has that opens it; its client key is a rule of its own. */
const SECRETS = new Set(['token', 'password', 'id-token', 'refresh-token', 'access-token', 'client-secret']);

/** The users of a kubeconfig. (Kubernetes, "Organizing Cluster Access Using kubeconfig Files".) */
export const kubeconfig: Reader = {
  reach: MAX_SIDE,
  glance: (text, at) => skip(KIND, text, at) !== null,
  read(text, at, floor) {
    const block = yamlBlock(text, at, Math.max(floor, at - MAX_SIDE), Math.min(text.length, at + MAX_SIDE));
    const found: Found[] = [];
    let section = '';
    for (const { key, start, end, value, column } of yamlEntries(text, block.start, block.end)) {
      // The items of a list may stand as far to the left as its name.
      if (column === block.column) section = key;
      if (section !== 'users' || !SECRETS.has(key) || start >= end) continue;
      const confidence = confidenceInPassword(value);
      if (confidence === null) continue;
      found.push({ start, end, name: `users.${key}`, what: `the ${key} of a user in a kubeconfig`, confidence });
    }
    return { start: block.start, end: block.end, found };
  },
};
