import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a,b}from"./chunk-6VJL4B6I.js";import"./chunk-Q6NUUH2U.js";import"./chunk-PNKNX52Z.js";import"./chunk-G2LG5CAJ.js";import"./chunk-X3UVYFFY.js";export{b as describeError,a as run};
