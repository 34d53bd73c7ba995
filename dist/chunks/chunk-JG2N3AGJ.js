import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{c as t}from"./chunk-EKXKKUL5.js";var n={clean:0,leaks:1,incomplete:2};function a(e,o){return t(e,o)<=0}function c(e,o){return o.includes(e.severity)&&e.verdict.state!=="dead"}function p(e,o,i){return!o&&!i?n.incomplete:e?n.leaks:n.clean}export{n as a,a as b,c,p as d};
