import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a,b,c}from"./chunk-EFKIVU35.js";import"./chunk-X3UVYFFY.js";export{c as safeJson,a as visible,b as visibleLine};
