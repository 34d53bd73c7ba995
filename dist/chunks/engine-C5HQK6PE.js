import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{c as a}from"./chunk-U2L2NYYU.js";import"./chunk-EKXKKUL5.js";import"./chunk-H5VTE54G.js";import"./chunk-YGIYEGAW.js";import"./chunk-X3UVYFFY.js";export{a as createEngine};
