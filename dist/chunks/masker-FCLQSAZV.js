import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a}from"./chunk-CUF4HK2L.js";import"./chunk-X3UVYFFY.js";export{a as Masker};
