import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
var e={providers:{},openclaw:{},verify:{enabled:!1,"timeout-ms":1e4,"per-host":4,"deadline-ms":3e5,"never-aws-accounts":[]},revoke:{mode:"off",rules:[],owners:[],limit:10,"owner-limit":5}};export{e as a};
