import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{c as a}from"./chunk-WM3PT7RQ.js";import"./chunk-4RCMWSUO.js";import"./chunk-PNKNX52Z.js";import"./chunk-X3UVYFFY.js";export{a as matchesPath};
