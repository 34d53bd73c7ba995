import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a,b}from"./chunk-GZM2G2JC.js";import"./chunk-XDZNKDXM.js";import"./chunk-PNKNX52Z.js";import"./chunk-SRHBZVBV.js";import"./chunk-X3UVYFFY.js";export{b as describeError,a as run};
