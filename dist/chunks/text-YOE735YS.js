import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a,b}from"./chunk-NZVM3VK7.js";import"./chunk-LQUSCLZR.js";import"./chunk-AT7EAEYV.js";import"./chunk-EFKIVU35.js";import"./chunk-X3UVYFFY.js";export{b as count,a as toText};
