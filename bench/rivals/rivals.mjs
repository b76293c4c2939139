// The rivals behind one face: open(role) -> { add, addMany, work(concurrency, handler) -> stop, clear, settle }.
const port = (name) => +process.env[name];
const nothing = () => {};

async function pool(max) {
  const { default: pg } = await import('pg');
  const made = new pg.Pool({ connectionString: `postgres://postgres@127.0.0.1:${port('PG_PORT')}/bench`, max });
  made.on('error', nothing);
  made.on('connect', (client) => client.on('error', nothing));
  return made;
}

async function graphile(role, preset) {
  const worker = await import('graphile-worker');
  const pgPool = await pool(role === 'producer' ? 64 : 20);
  const logger = new worker.Logger(() => nothing);
  const utils = await worker.makeWorkerUtils({ pgPool, logger });
  await utils.migrate();
  return {
    add: (data) => utils.addJob('noop', data),
    addMany: (list) => utils.addJobs(list.map((payload) => ({ identifier: 'noop', payload }))),
    async work(concurrency, handler) {
      const runner = await worker.run({ pgPool, concurrency, noHandleSignals: true, taskList: { noop: async (data) => handler(data) }, logger, ...preset });
      return () => runner.stop();
    },
    clear: () => pgPool.query('truncate graphile_worker._private_jobs'),
    settle: () => pgPool.query('vacuum analyze'),
  };
}

export const rivals = {
  async bullmq() {
    const { Queue, Worker } = await import('bullmq');
    const connection = { host: '127.0.0.1', port: port('REDIS_PORT'), maxRetriesPerRequest: null };
    const queue = new Queue('bench', { connection });
    await queue.waitUntilReady();
    return {
      add: (data) => queue.add('noop', data),
      addMany: (list) => queue.addBulk(list.map((data) => ({ name: 'noop', data }))),
      async work(concurrency, handler) {
        const worker = new Worker('bench', async (job) => handler(job.data), { connection, concurrency });
        worker.on('error', console.error);
        return () => worker.close();
      },
      clear: () => queue.obliterate({ force: true }),
      settle: nothing,
    };
  },
  graphile: (role) => graphile(role, {}),
  // Its fastest setting: a local queue that holds up to 500 leased jobs.
  graphile_local: (role) => graphile(role, { preset: { worker: { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } } }),
  async pgboss(role) {
    const { PgBoss } = await import('pg-boss');
    const boss = new PgBoss({
      connectionString: `postgres://postgres@127.0.0.1:${port('PG_PORT')}/bench`, max: role === 'producer' ? 64 : 20, supervise: false, schedule: false,
    });
    boss.on('error', console.error);
    await boss.start();
    await boss.createQueue('bench');
    const plain = await pool(1);
    return {
      add: (data) => boss.send('bench', data),
      addMany: (list) => boss.insert('bench', list.map((data) => ({ data }))),
      async work(concurrency, handler) {
        const options = { pollingIntervalSeconds: 0.5, batchSize: 100, burstWhenBatchFull: true, localConcurrency: concurrency };
        await boss.work('bench', options, async (jobs) => { for (const job of jobs) await handler(job.data); });
        return () => boss.stop({ graceful: true, timeout: 5000, close: true });
      },
      clear: () => boss.deleteAllJobs('bench'),
      settle: () => plain.query('vacuum analyze'),
    };
  },
};
