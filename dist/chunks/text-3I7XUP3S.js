import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a,b}from"./chunk-HEQOXSRY.js";import"./chunk-LQUSCLZR.js";import"./chunk-C2CZYBJ6.js";import"./chunk-EFKIVU35.js";import"./chunk-X3UVYFFY.js";export{b as count,a as toText};
