import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
var r="0.1.0";export{r as a};
