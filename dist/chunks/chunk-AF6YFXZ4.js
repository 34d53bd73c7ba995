import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
