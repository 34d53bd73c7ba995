import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{c as a}from"./chunk-QNAFA2SF.js";import"./chunk-SNFGT2TM.js";import"./chunk-PNKNX52Z.js";import"./chunk-X3UVYFFY.js";export{a as matchesPath};
