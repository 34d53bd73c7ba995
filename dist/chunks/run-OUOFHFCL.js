import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a,b}from"./chunk-MVJ555E2.js";import"./chunk-SASVJJAR.js";import"./chunk-PNKNX52Z.js";import"./chunk-BJGJR2TK.js";import"./chunk-X3UVYFFY.js";export{b as describeError,a as run};
