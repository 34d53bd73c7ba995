import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a,b,c,d}from"./chunk-77HARXHZ.js";import"./chunk-PNKNX52Z.js";import"./chunk-X3UVYFFY.js";export{a as MAX_FILE,c as kindOf,b as readFile,d as readStdin};
