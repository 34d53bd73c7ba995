#!/usr/bin/env node
import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a as e}from"./chunks/chunk-SKXG4WT5.js";import"./chunks/chunk-X3UVYFFY.js";var s=process.argv.slice(2);process.stdout.on("error",o=>{o.code!=="EPIPE"&&process.stderr.write(`clawback: cannot write to standard output (${o.code})
`),process.exit(2)});process.stderr.on("error",()=>{});s[0]==="--version"||s[0]==="-V"?process.stdout.write(`clawback ${e}
`):await i();async function i(){for(let[c,n]of[["SIGINT",130],["SIGTERM",143]])process.once(c,()=>{process.stderr.write(`clawback: interrupted, nothing was written
`),process.exit(n)});let[{run:o},{availableParallelism:t}]=await Promise.all([import("./chunks/run-KZNVQL3H.js"),import("node:os")]),r=await o({version:e,cwd:process.cwd(),env:process.env,stdin:process.stdin,stdout:process.stdout,stderr:process.stderr,now:Date.now(),clock:()=>performance.now(),cores:t(),worker:new URL("./worker.js",import.meta.url)},s);process.exitCode=r.code,r.err!==""&&process.stderr.write(r.err),r.out!==""&&process.stdout.write(r.out)}
