import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a,b}from"./chunk-4TFG7M4U.js";import"./chunk-JG2N3AGJ.js";import"./chunk-PNKNX52Z.js";import"./chunk-EKXKKUL5.js";import"./chunk-X3UVYFFY.js";export{b as describeError,a as run};
