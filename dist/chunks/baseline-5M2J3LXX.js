import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a,b,c}from"./chunk-JPY4NQOX.js";import"./chunk-TNC6RUM3.js";import"./chunk-RMEAF7QN.js";import"./chunk-PNKNX52Z.js";import"./chunk-H5VTE54G.js";import"./chunk-X3UVYFFY.js";export{a as baselineSchema,c as readBaseline,b as writeBaseline};
