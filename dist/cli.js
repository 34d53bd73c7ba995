#!/usr/bin/env node
import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a as o}from"./chunks/chunk-SKXG4WT5.js";import"./chunks/chunk-X3UVYFFY.js";var s=process.argv.slice(2);process.stdout.on("error",r=>{r.code!=="EPIPE"&&process.stderr.write(`clawback: cannot write to standard output (${r.code})
`),process.exit(2)});process.stderr.on("error",()=>{});s[0]==="--version"||s[0]==="-V"?process.stdout.write(`clawback ${o}
`):await n();async function n(){for(let[c,i]of[["SIGINT",130],["SIGTERM",143]])process.once(c,()=>{process.stderr.write(`clawback: interrupted, nothing was written
`),process.exit(i)});let[{run:r},{availableParallelism:t}]=await Promise.all([import("./chunks/run-KHDIJ35R.js"),import("node:os")]),e=await r({version:o,cwd:process.cwd(),env:process.env,stdin:process.stdin,stdout:process.stdout,stderr:process.stderr,now:Date.now(),time:()=>Date.now(),clock:()=>performance.now(),cores:t(),worker:new URL("./worker.js",import.meta.url)},s);process.exitCode=e.code,e.broken?process.stderr.write(e.err,()=>process.exit()):e.err!==""&&process.stderr.write(e.err),e.out!==""&&process.stdout.write(e.out)}
