#!/usr/bin/env node
import { createRequire as clawbackRequire } from 'node:module'; const require = clawbackRequire(import.meta.url);
import{a as s}from"./chunks/chunk-SKXG4WT5.js";import"./chunks/chunk-X3UVYFFY.js";var o=process.argv.slice(2);process.stdout.on("error",e=>{e.code!=="EPIPE"&&process.stderr.write(`clawback: cannot write to standard output (${e.code})
`),process.exit(2)});process.stderr.on("error",()=>{});o[0]==="--version"||o[0]==="-V"?process.stdout.write(`clawback ${s}
`):await n();async function n(){for(let[c,i]of[["SIGINT",130],["SIGTERM",143]])process.once(c,()=>{process.stderr.write(`clawback: interrupted, nothing was written
`),process.exit(i)});let[{run:e},{availableParallelism:t}]=await Promise.all([import("./chunks/run-7UJ5KDIR.js"),import("node:os")]),r=await e({version:s,cwd:process.cwd(),env:process.env,stdin:process.stdin,stdout:process.stdout,stderr:process.stderr,now:Date.now(),clock:()=>performance.now(),cores:t(),worker:new URL("./worker.js",import.meta.url)},o);process.exitCode=r.code,r.broken?process.stderr.write(r.err,()=>process.exit()):r.err!==""&&process.stderr.write(r.err),r.out!==""&&process.stdout.write(r.out)}
