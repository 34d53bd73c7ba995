import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a}from"./chunk-IL35DDCN.js";import"./chunk-LQUSCLZR.js";import"./chunk-EFKIVU35.js";import"./chunk-X3UVYFFY.js";export{a as toSarif};
