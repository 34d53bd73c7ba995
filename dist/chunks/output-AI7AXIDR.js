import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a,b}from"./chunk-N5ZJ6XLJ.js";import"./chunk-PNKNX52Z.js";import"./chunk-X3UVYFFY.js";export{a as isStandardOutput,b as writeWhole};
