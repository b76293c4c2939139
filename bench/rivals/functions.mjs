// functions.mjs   A function {a,b} -> {total} called with JSON, as other tools do it: a process per call, a thread per call, an interpreter in WebAssembly.
import { spawnSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';

const python = '/usr/bin/python3';
const code = 'import sys,json;x=json.loads(sys.argv[1]);print(json.dumps({"total":x["a"]+x["b"]}))';
const body = 'const f=(s)=>{const x=JSON.parse(s);return JSON.stringify({total:x.a+x.b});};';
const thread = `const{parentPort}=require('node:worker_threads');${body}parentPort.on('message',m=>parentPort.postMessage(f(m)));`;
const input = (n) => JSON.stringify({ a: n, b: 1 });

const newThread = () => {
  const worker = new Worker(thread, { eval: true });
  let answer;
  worker.on('message', (text) => answer(text));
  return { call: (n) => new Promise((ok) => { answer = (text) => ok(JSON.parse(text).total); worker.postMessage(input(n)); }), close: () => worker.terminate() };
};

const newPyodide = async () => {
  const { loadPyodide } = await import('pyodide');
  const interpreter = await loadPyodide();
  interpreter.runPython('import json\ndef f(s):\n  x=json.loads(s)\n  return json.dumps({"total":x["a"]+x["b"]})');
  const f = interpreter.globals.get('f');
  return { call: (n) => JSON.parse(f(input(n))).total };
};

async function measure(bench, rival, state, count, call) {
  const times = [];
  for (let n = 1; n <= count; n++) {
    const began = performance.now();
    if (await call(n) !== n + 1) throw new Error(`${rival} answers wrongly`);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (part) => Number(times[Math.floor(times.length * part)].toFixed(3));
  console.log(JSON.stringify({ bench, rival, state, n: count, p50_ms: at(0.5), p99_ms: at(0.99) }));
}

await measure('functions.cold', 'python3 -c', 'fresh', 30, (n) => JSON.parse(spawnSync(python, ['-c', code, input(n)]).stdout).total);
await measure('functions.cold', 'node -e', 'fresh', 20, (n) => JSON.parse(spawnSync(process.execPath, ['-e', `${body}console.log(f(process.argv[1]))`, input(n)]).stdout).total);
await measure('functions.cold', 'worker_threads', 'fresh, no boundary', 30, async (n) => { const t = newThread(); const total = await t.call(n); await t.close(); return total; });
const kept = newThread();
await measure('functions.warm', 'worker_threads', 'shared between calls', 2000, kept.call);
await kept.close();
await measure('functions.cold', 'pyodide', 'fresh', 3, async (n) => (await newPyodide()).call(n));
const loaded = await newPyodide();
await measure('functions.warm', 'pyodide', 'shared between calls', 2000, async (n) => loaded.call(n));
process.exit(0);
