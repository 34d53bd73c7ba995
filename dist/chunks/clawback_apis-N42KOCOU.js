import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a}from"./chunk-LK6DT6Z2.js";import"./chunk-X3UVYFFY.js";export{a as default};
