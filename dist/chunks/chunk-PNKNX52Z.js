import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
var e=class extends Error{code;constructor(r,o,a){super(o,a),this.name="ClawbackError",this.code=r}};export{e as a};
