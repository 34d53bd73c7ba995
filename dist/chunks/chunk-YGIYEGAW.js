import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
function l(e,t,s){let i=e.get(t);i?i.push(s):e.set(t,[s])}export{l as a};
