// Runs or checks one function in a process that serves one call: says that it is ready, reads a request, answers, and waits to be killed.
'use strict';
const fs = require('node:fs');
const vm = require('node:vm');
const { builtinModules } = require('node:module');
const { spawnSync } = require('node:child_process');
const { inspect } = require('node:util');

const FILE = 'function.mjs';
const END_OF_LOGS = '\x01isaa-call-ended\n';
const JSON_OF_HOST = { stringify: JSON.stringify, parse: JSON.parse };
const exit = process.exit.bind(process);
const replies = 1;

const writeAll = (descriptor, text) => {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length;) {
    try {
      at += fs.writeSync(descriptor, bytes, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
};

const readLine = () => {
  const parts = [];
  const buffer = Buffer.allocUnsafe(65536);
  for (;;) {
    let count;
    try {
      count = fs.readSync(0, buffer, 0, buffer.length, null);
    } catch (error) {
      if (error.code === 'EAGAIN') continue;
      if (error.code === 'EOF') return null;
      throw error;
    }
    if (count === 0) return null;
    parts.push(Buffer.from(buffer.subarray(0, count)));
    if (buffer[count - 1] === 10) return Buffer.concat(parts).toString('utf8');
  }
};

const fault = (kind, message, place = {}) => ({ kind, message, trace: '', ...place });

// The place in the function's code that an error's text names.
const placeOf = (stack) => {
  const text = String(stack);
  const frame = /function\.mjs:(\d+):(\d+)/.exec(text);
  if (frame) return { line: Number(frame[1]), column: Number(frame[2]) };
  const syntax = /^function\.mjs:(\d+)\n(.*)\n( *)\^/m.exec(text);
  return syntax ? { line: Number(syntax[1]), column: syntax[3].length + 1 } : {};
};

const allows = (imports, name) => imports.includes('*') || imports.includes(name.replace(/^node:/, ''));

const refusal = (imports, name) => `The module ${name} may not be imported. Allowed: ${imports.join(', ') || 'none'}.`;

const placeOfImport = (code, name) => {
  const at = code.search(new RegExp(`(['"])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\1`));
  if (at < 0) return {};
  const before = code.slice(0, at).split('\n');
  return { line: before.length, column: before.at(-1).length + 1 };
};

class Rejected extends Error {}

const moduleOf = async (request, context, name) => {
  if (!allows(request.imports, name)) throw new Rejected(refusal(request.imports, name));
  const plain = name.replace(/^node:/, '');
  if (!builtinModules.includes(plain)) throw new Rejected(`There is no module ${name}; only modules of Node.js can be imported.`);
  const host = require(`node:${plain}`);
  const names = [...new Set(['default', ...Object.keys(host)])];
  const made = new vm.SyntheticModule(names, function fill() {
    for (const each of names) this.setExport(each, each === 'default' ? host : host[each]);
  }, { context, identifier: name });
  await made.link(() => {});
  return made;
};

const globalsOf = (isSafe) => {
  const context = vm.createContext({}, { codeGeneration: { strings: !isSafe, wasm: !isSafe } });
  const log = (text) => { try { writeAll(2, text); } catch { /* the function closed its logs; that is its right */ } };
  const timers = new Map();
  let last = 0;
  const start = (kind) => (run, time) => {
    const id = ++last;
    timers.set(id, kind === 'repeat' ? setInterval(run, time) : setTimeout(() => { timers.delete(id); run(); }, time));
    return id;
  };
  const stop = (id) => { clearTimeout(timers.get(id)); timers.delete(id); };
  const show = (value) => (typeof value === 'string' ? value : inspect(value, { depth: 4 }));
  const make = vm.runInContext(`((log, show, once, repeat, stop) => {
    const line = (...parts) => { log(parts.map((part) => show(part)).join(' ') + '\\n'); };
    globalThis.console = { log: line, info: line, warn: line, error: line, debug: line, trace: line };
    globalThis.setTimeout = (run, time, ...rest) => once(() => { run(...rest); }, Number(time) || 0);
    globalThis.setInterval = (run, time, ...rest) => repeat(() => { run(...rest); }, Number(time) || 0);
    globalThis.clearTimeout = globalThis.clearInterval = (id) => { stop(Number(id)); };
    globalThis.setImmediate = (run, ...rest) => once(() => { run(...rest); }, 0);
    globalThis.queueMicrotask = (run) => { Promise.resolve().then(run); };
    globalThis.structuredClone = (value) => JSON.parse(JSON.stringify(value));
  })`, context);
  make(log, show, start('once'), start('repeat'), stop);
  const given = ['URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'atob', 'btoa', ...(process.env.ISAA_NETWORK ? ['fetch', 'Headers', 'Request', 'Response', 'FormData', 'AbortController'] : [])];
  for (const name of given) context[name] = globalThis[name];
  return context;
};

const load = async (request) => {
  const context = globalsOf(request.safeMode !== false);
  const importing = (name) => moduleOf(request, context, name);
  const dynamic = async (name) => { const made = await importing(name); await made.evaluate(); return made; };
  const module = new vm.SourceTextModule(request.code, { context, identifier: FILE, importModuleDynamically: dynamic });
  return { context, module, importing };
};

// A module's syntax error carries no place; the program itself, asked to look at a file, tells it.
const placeOfSyntax = (code) => {
  const path = `${process.env.TMPDIR ?? '/tmp'}/${FILE}`;
  fs.writeFileSync(path, code);
  return placeOf(String(spawnSync(process.execPath, ['--check', path], { encoding: 'utf8', timeout: 10_000 }).stderr).replaceAll(path, FILE));
};

const loadOrFault = async (request) => {
  try {
    return { loaded: await load(request) };
  } catch (error) {
    return { wrong: fault('syntax', String(error.message), placeOfSyntax(request.code)) };
  }
};

const importsOf = (module) => (module.moduleRequests ? module.moduleRequests.map((each) => each.specifier) : module.dependencySpecifiers);

const findForbidden = (request, module) => importsOf(module)
  .filter((name) => !allows(request.imports, name))
  .map((name) => fault('import_not_allowed', refusal(request.imports, name), placeOfImport(request.code, name)));

const check = async (request) => {
  const { loaded, wrong } = await loadOrFault(request);
  if (wrong) return { outcome: 'failed', findings: [wrong] };
  const signature = require('./signature.cjs').read(request);
  const findings = findForbidden(request, loaded.module);
  if (findings.length > 0) return { outcome: 'failed', findings, signature };
  try {
    await loaded.module.link(loaded.importing);
  } catch (error) {
    return { outcome: 'failed', findings: [fault('import_not_found', String(error.message), placeOf(error.stack))], signature };
  }
  const names = Reflect.ownKeys(loaded.module.namespace); // looks at no value: nothing has run, so most have none yet
  if (!names.includes(request.entry) && !names.includes('default')) {
    findings.push(fault('entry_missing', `The code exports no function ${request.entry}. Write: export function ${request.entry}(input) { … }`));
  }
  return { outcome: findings.length > 0 ? 'failed' : 'completed', findings, signature: findings.length > 0 ? undefined : signature };
};

const run = async (request) => {
  const { loaded, wrong } = await loadOrFault(request);
  if (wrong) return { outcome: 'failed', error: wrong };
  const { context, module, importing } = loaded;
  const forbidden = findForbidden(request, module);
  if (forbidden.length > 0) return { outcome: 'rejected', error: forbidden[0], findings: forbidden };
  await module.link(importing);
  await module.evaluate();
  const function_ = module.namespace[request.entry] ?? module.namespace.default;
  if (typeof function_ !== 'function') return { outcome: 'failed', error: fault('entry_missing', `The code exports no function ${request.entry}.`) };
  const given = vm.runInContext(`JSON.parse(${JSON_OF_HOST.stringify(JSON_OF_HOST.stringify([request.input, request.context ?? null]))})`, context);
  const value = await (request.needsContext ? function_(given[0], given[1]) : function_(given[0]));
  let text;
  try {
    text = JSON_OF_HOST.stringify(value === undefined ? null : value);
    if (text === undefined) throw new TypeError(`a ${typeof value} has no JSON`);
  } catch (error) {
    return { outcome: 'invalid_output', error: fault('invalid_output', `The result, a ${typeof value}, cannot be written as JSON: ${error?.message}`) };
  }
  const bytes = Buffer.byteLength(text);
  return bytes <= request.outputBytes
    ? { outcome: 'completed', output: text }
    : { outcome: 'output_limit', error: fault('output_limit', `The result has ${bytes} bytes of JSON; at most ${request.outputBytes} are taken.`) };
};

const failureOf = (error) => {
  try {
    const kind = String(error?.name ?? typeof error);
    const message = String(error?.message ?? error).slice(0, 4000);
    if (error instanceof Rejected) return { outcome: 'rejected', error: fault('import_not_allowed', message) };
    if (/allocation failed|Invalid array buffer length/i.test(message) && kind === 'RangeError') return { outcome: 'memory_limit', error: fault('memory_limit', 'The function wanted more memory than it may have.') };
    const stack = String(error?.stack ?? '');
    const trace = stack.split('\n').filter((line) => line.includes(FILE)).map((line) => line.trim()).slice(0, 50).join('\n');
    return { outcome: 'failed', error: { ...fault(kind, message, placeOf(stack)), trace } };
  } catch {
    return { outcome: 'failed', error: fault('unknown', '(the error cannot be written)') };
  }
};

const reply = (answer) => {
  const { output, ...rest } = answer;
  const text = JSON_OF_HOST.stringify(rest);
  try { writeAll(2, END_OF_LOGS); } catch { /* the function closed its logs */ }
  writeAll(replies, (output === undefined ? text : `${text.slice(0, -1)},"output":${output}}`) + '\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};

const main = async () => {
  if (process.env.ISAA_NETWORK) await require('./network.cjs').use(process.env.ISAA_NETWORK);
  // One small function of our own goes the whole way first, so that the first foreign one finds it walked.
  const warm = { entry: 'warm', code: 'export async function warm({ a }) { return { b: a + 1 }; }', imports: [], input: { a: 1 }, outputBytes: 100 };
  await check(warm);
  if ((await run(warm)).output !== '{"b":2}') exit(1);
  writeAll(replies, '{"ready":true}\n');
  const line = readLine();
  if (line === null) exit(0);
  const request = JSON_OF_HOST.parse(line);
  process.on('uncaughtException', (error) => reply(failureOf(error)));
  process.on('unhandledRejection', (error) => reply(failureOf(error)));
  process.on('beforeExit', () => reply({ outcome: 'failed', error: fault('never_settled', 'The function waits for something that never comes.') }));
  try {
    reply(await (request.task === 'check' ? check(request) : run(request)));
  } catch (error) {
    reply(failureOf(error));
  }
};

main();
