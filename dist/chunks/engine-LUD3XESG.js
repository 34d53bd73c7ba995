import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{b as a}from"./chunk-ZFZEOT7I.js";import"./chunk-7SLGXUWU.js";import"./chunk-G2LG5CAJ.js";import"./chunk-H5VTE54G.js";import"./chunk-YGIYEGAW.js";import"./chunk-X3UVYFFY.js";export{a as createEngine};
