import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a,b,c}from"./chunk-723Q655M.js";import"./chunk-Z774BKPJ.js";import"./chunk-RMEAF7QN.js";import"./chunk-PNKNX52Z.js";import"./chunk-H5VTE54G.js";import"./chunk-X3UVYFFY.js";export{a as baselineSchema,c as readBaseline,b as writeBaseline};
