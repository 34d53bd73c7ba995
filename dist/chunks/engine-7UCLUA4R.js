import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{b as a}from"./chunk-6BGCAHKR.js";import"./chunk-HRR55S6G.js";import"./chunk-G2LG5CAJ.js";import"./chunk-H5VTE54G.js";import"./chunk-YGIYEGAW.js";import"./chunk-X3UVYFFY.js";export{a as createEngine};
