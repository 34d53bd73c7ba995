import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a}from"./chunk-TXQGMSR4.js";import"./chunk-X3UVYFFY.js";export{a as default};
