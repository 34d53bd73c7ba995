import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
function n({header:e}){return e===void 0?"message":e==="other"?"header":`${e} line`}export{n as a};
