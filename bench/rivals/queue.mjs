// queue.mjs RIVAL   Our queue workloads with another queue; one JSON line each.
import { fork } from 'node:child_process';
import fs from 'node:fs';
import { rivals } from './rivals.mjs';

const rival = process.argv[2];
const count = +(process.env.N || 20_000), capMs = 30_000;
const body = { p: 'x'.repeat(100) };
const server = +process.env.SERVER_PID;
const clockTicks = 100;

// CPU seconds of the server and the processes it started.
function serverCpu() {
  let ticks = 0;
  for (const entry of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = fs.readFileSync(`/proc/${entry}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (+entry === server) ticks += +fields[11] + +fields[12] + +fields[13] + +fields[14];
      else if (+fields[1] === server) ticks += +fields[11] + +fields[12];
    } catch (e) {
      if (e.code !== 'ENOENT' && e.code !== 'ESRCH') throw e; // it ended meanwhile
    }
  }
  return ticks / clockTicks;
}

const print = (bench, fields) => console.log(JSON.stringify({ bench, rival, ...fields }));
const round = (value, digits = 2) => +value.toFixed(digits);

async function measure(bench, fields, act) {
  const latencies = [], cpu = process.cpuUsage(), served = serverCpu(), began = performance.now();
  const n = await act(() => performance.now() - began > capMs, latencies);
  const elapsed = (performance.now() - began) / 1000, used = process.cpuUsage(cpu);
  latencies.sort((a, b) => a - b);
  print(bench, {
    ...fields, n, per_s: Math.round(n / elapsed),
    cpu_us: round((used.user + used.system) / n), cpu_us_server: round((serverCpu() - served) / n * 1e6),
    ...(latencies.length ? { p50_ms: round(latencies[latencies.length >> 1]), p99_ms: round(latencies[Math.floor(latencies.length * .99)]) } : {}),
  });
}

async function child(mode, concurrency, jobs) {
  const process = fork(new URL('./queue-worker.mjs', import.meta.url).pathname, [rival, mode, concurrency, jobs], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const messages = [];
  let wake = () => {};
  const ended = new Promise((resolve) => process.on('exit', (code) => { messages.push({ code }); wake(); resolve(); }));
  process.on('message', (message) => { messages.push(message); wake(); });
  const next = async () => {
    while (messages.length === 0) await new Promise((resolve) => { wake = resolve; });
    return messages.shift();
  };
  await next(); // ready
  return { next, ended };
}

const producer = await rivals[rival]('producer');
async function fill(jobs) {
  for (let i = 0; i < jobs; i += 1000) await producer.addMany(Array.from({ length: Math.min(1000, jobs - i) }, () => body));
}

for (const callers of [1, 64]) {
  await producer.clear();
  await fill(2000);
  await producer.settle();
  await measure('queue.enqueue', { callers }, async (over, latencies) => {
    let n = 0;
    await Promise.all(Array.from({ length: callers }, async () => {
      while (n < count && !over()) {
        n++;
        const start = performance.now();
        await producer.add(body);
        latencies.push(performance.now() - start);
      }
    }));
    return n;
  });
}

await producer.clear();
await measure('queue.bulk', {}, async () => { await fill(count); return count; });

for (const concurrency of [10, 100]) {
  await producer.clear();
  await fill(count);
  await producer.settle();
  const served = serverCpu();
  const worker = await child('drain', concurrency, count);
  const result = await worker.next();
  await worker.ended;
  if (result.code !== undefined) throw new Error(`the worker ended with ${result.code}`);
  print('queue.drain', {
    callers: concurrency, n: result.done, per_s: Math.round(result.done / result.seconds), cpu_us: round(result.cpuUs / result.done),
    cpu_us_server: round((serverCpu() - served) / result.done * 1e6), rss_mb: Math.round(result.rss / 1048576), capped: result.capped,
  });
}

await producer.clear();
const pickups = +(process.env.PICKUPS || 500);
const worker = await child('pickup', 10, pickups);
await new Promise((resolve) => setTimeout(resolve, 1500));
let due = Date.now();
for (let i = 0; i < pickups; i++) {
  due += 20;
  await producer.add({ ...body, t: performance.timeOrigin + performance.now() });
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - Date.now())));
}
const { latencies } = await worker.next();
await worker.ended;
print('queue.pickup', { scope: 'machine', n: latencies.length, p50_ms: round(latencies[latencies.length >> 1]), p99_ms: round(latencies[Math.floor(latencies.length * .99)]) });

await producer.clear();
await fill(100_000);
const idle = await child('memory', 10, 0);
const { rss } = await idle.next();
await idle.ended;
print('queue.memory', { n: 100_000, rss_mb: Math.round(rss / 1048576) });
process.exit(0);
