import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a,b,c,d}from"./chunk-BJXO25EY.js";import"./chunk-XOP7ZJWR.js";import"./chunk-XE6PKDXM.js";import"./chunk-BHXBQ27O.js";import"./chunk-PNKNX52Z.js";import"./chunk-2ZCV4DK4.js";import"./chunk-X3UVYFFY.js";export{d as parentsOf,c as rangeChanges,b as readPush,a as readRange};
