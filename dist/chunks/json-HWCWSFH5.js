import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a,b,c}from"./chunk-PPSZPIJS.js";import"./chunk-EFKIVU35.js";import"./chunk-X3UVYFFY.js";export{a as JSON_VERSION,b as toJson,c as toJsonLines};
