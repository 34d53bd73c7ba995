import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a as r,f,g,l as b}from"./chunk-TNC6RUM3.js";import{d as p,e as c,f as l}from"./chunk-RMEAF7QN.js";import{a as o}from"./chunk-PNKNX52Z.js";var h=g({version:b(1),key:r().describe('The key that the fingerprints were made with, or "none".'),findings:f(g({fingerprint:r().regex(p),rule:r(),path:r()}))});function u(s,t){let i=s.map(({fingerprint:e,rule:n,places:d})=>JSON.stringify({fingerprint:e,rule:n,path:d[0]?.path??""})).sort(),a=i.length===0?"[]":`[
${i.map(e=>`    ${e}`).join(`,
`)}
  ]`;return`{
  "version": 1,
  "key": ${JSON.stringify(t)},
  "findings": ${a}
}
`}function z(s,t,i){let a;try{a=JSON.parse(s)}catch{throw new o("bad-baseline",`${t}: not a baseline (no valid JSON): make one with "clawback baseline"`)}let e=h.safeParse(a);if(!e.success){let n=e.error.issues[0].path.join(".");throw new o("bad-baseline",`${t}: not a baseline of this version (at ${n||"the top"}): make one with "clawback baseline"`)}l(e.data.key,i,`${t}: its fingerprints were`,"bad-baseline");for(let{fingerprint:n}of e.data.findings)c(n,i,t,"bad-baseline");return new Set(e.data.findings.map(n=>n.fingerprint))}export{h as a,u as b,z as c};
