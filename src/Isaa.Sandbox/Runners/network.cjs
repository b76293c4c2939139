// Lets the HTTP clients of Node.js connect through the proxy outside, over its Unix socket.
'use strict';
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const tls = require('node:tls');

const open = (path, host, port, done) => {
  const socket = net.connect(path);
  let head = '';
  const read = (bytes) => {
    head += bytes.toString('latin1');
    if (!head.includes('\r\n\r\n')) return;
    socket.off('data', read);
    const [, status, reason] = /^HTTP\/1\.1 (\d+) ([^\r]*)/.exec(head) ?? [];
    if (status === '200') return done(null, socket);
    socket.destroy();
    done(new Error(reason ?? 'the proxy gave no answer'));
  };
  socket.on('data', read);
  socket.on('error', (error) => done(error));
  socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\n\r\n`);
};

const secure = (socket, options, done) => {
  const tunnel = tls.connect({ ...options, path: undefined, socket, servername: options.servername || options.host });
  tunnel.once('secureConnect', () => done(null, tunnel));
  tunnel.once('error', done);
};

const once = (done) => {
  let isDone = false;
  return (...parts) => { if (!isDone) { isDone = true; done(...parts); } };
};

exports.use = async (path) => {
  const plainConnection = (options, done) => { open(path, options.host, options.port, once(done)); };
  const secureConnection = (options, done) => {
    const finish = once(done);
    open(path, options.host, options.port, (error, socket) => (error ? finish(error) : secure(socket, options, finish)));
  };
  http.Agent.prototype.createConnection = plainConnection;
  https.Agent.prototype.createConnection = secureConnection;
  await fetch('data:,'); // loads the client behind fetch
  const key = Symbol.for('undici.globalDispatcher.1');
  const { constructor: Agent } = globalThis[key];
  const connect = ({ hostname, port, protocol, servername }, done) => {
    const isSecure = protocol === 'https:';
    const options = { host: hostname, port: port || (isSecure ? 443 : 80), servername, ALPNProtocols: ['http/1.1'] };
    (isSecure ? secureConnection : plainConnection)(options, done);
  };
  globalThis[key] = new Agent({ connect });
};
