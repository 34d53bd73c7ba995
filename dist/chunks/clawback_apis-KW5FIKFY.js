import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a}from"./chunk-66NKDPIP.js";import"./chunk-X3UVYFFY.js";export{a as default};
