// queue-worker.mjs RIVAL drain|pickup|memory CONCURRENCY JOBS   The worker process of queue.mjs; reports to its parent.
import { rivals } from './rivals.mjs';

const [rival, mode, concurrency, jobs] = [process.argv[2], process.argv[3], +process.argv[4], +process.argv[5]];
const queue = await rivals[rival]('worker');
const latencies = [];
const limitMs = 60_000;
let done = 0, began = 0, finish;
const finished = new Promise((resolve) => { finish = resolve; });

function handle(data) {
  began ||= performance.now();
  if (mode === 'memory') return new Promise((resolve) => setTimeout(resolve, limitMs));
  if (mode === 'pickup') latencies.push(performance.timeOrigin + performance.now() - data.t);
  if (++done >= jobs) finish(false);
  return undefined;
}

const cpu = process.cpuUsage();
const stop = await queue.work(concurrency, handle);
process.send({ ready: true });
if (mode === 'memory') {
  await new Promise((resolve) => setTimeout(resolve, 4000));
  process.send({ rss: process.memoryUsage().rss }, () => process.exit(0));
} else {
  const capped = await Promise.race([finished, new Promise((resolve) => setTimeout(() => resolve(true), limitMs))]);
  const stopping = Promise.race([stop(), new Promise((resolve) => setTimeout(resolve, 15_000))]); // waits for the acknowledgements
  if (mode === 'drain') await stopping;
  const used = process.cpuUsage(cpu);
  latencies.sort((a, b) => a - b);
  process.send({
    latencies, done, capped, seconds: (performance.now() - began) / 1000, cpuUs: used.user + used.system, rss: process.memoryUsage().rss,
  }, () => process.exit(0));
}
