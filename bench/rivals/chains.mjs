// chains.mjs memory|sqlite|postgres   LangGraph: 10 no-op nodes in a line; 100 no-op branches and a join.
import fs from 'node:fs';
import path from 'node:path';
import { Annotation, END, Send, START, StateGraph } from '@langchain/langgraph';

const State = Annotation.Root({ n: Annotation({ reducer: (a, b) => a + b, default: () => 0 }) });
const noop = async () => ({ n: 1 });
const seconds = 4;

function line(checkpointer) {
  let graph = new StateGraph(State), before = START;
  for (let i = 0; i < 10; i++) {
    graph = graph.addNode(`n${i}`, noop).addEdge(before, `n${i}`);
    before = `n${i}`;
  }
  return graph.addEdge(before, END).compile({ checkpointer });
}

function fanout(checkpointer) {
  return new StateGraph(State)
    .addNode('split', async () => ({})).addNode('branch', noop).addNode('join', async () => ({}))
    .addEdge(START, 'split')
    .addConditionalEdges('split', () => Array.from({ length: 100 }, () => new Send('branch', { n: 0 })), ['branch'])
    .addEdge('branch', 'join').addEdge('join', END)
    .compile({ checkpointer });
}

const savers = {
  memory: async () => undefined, // nothing is kept: the fastest it can be
  async sqlite() {
    const { SqliteSaver } = await import('@langchain/langgraph-checkpoint-sqlite');
    const file = path.join(process.env.SCRATCH, 'langgraph.db');
    fs.rmSync(file, { force: true });
    return SqliteSaver.fromConnString(file);
  },
  async postgres() {
    const { PostgresSaver } = await import('@langchain/langgraph-checkpoint-postgres');
    const saver = PostgresSaver.fromConnString(`postgres://postgres@127.0.0.1:${process.env.PG_PORT}/bench`);
    await saver.setup();
    return saver;
  },
};

const store = process.argv[2];
for (const [bench, make, sum] of [['chains.linear10', line, 10], ['chains.fanout100', fanout, 100]]) {
  const graph = make(await savers[store]());
  let runs = 0;
  const run = async () => {
    const result = await graph.invoke({ n: 0 }, { configurable: { thread_id: `${bench}-${runs++}` }, recursionLimit: 200 });
    if (result.n !== sum) throw new Error(`the graph answered ${result.n} instead of ${sum}`);
  };
  for (let i = 0; i < 20; i++) await run();
  const latencies = [], cpu = process.cpuUsage(), began = performance.now();
  while (performance.now() - began < seconds * 1000 && latencies.length < 5000) {
    const start = performance.now();
    await run();
    latencies.push(performance.now() - start);
  }
  const elapsed = (performance.now() - began) / 1000, used = process.cpuUsage(cpu);
  latencies.sort((a, b) => a - b);
  console.log(JSON.stringify({
    bench, rival: 'langgraph', store, n: latencies.length, per_s: +(latencies.length / elapsed).toFixed(1),
    cpu_us: Math.round((used.user + used.system) / latencies.length),
    p50_ms: +latencies[latencies.length >> 1].toFixed(2), p99_ms: +latencies[Math.floor(latencies.length * .99)].toFixed(2),
    rss_mb: Math.round(process.memoryUsage().rss / 1048576),
  }));
}
process.exit(0);
