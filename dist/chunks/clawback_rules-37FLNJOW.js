import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a}from"./chunk-VM3RH4HV.js";import"./chunk-X3UVYFFY.js";export{a as default};
