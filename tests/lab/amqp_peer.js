// SPDX-License-Identifier: MIT
// An AMQP 1.0 peer made of npm's rhea: TLS on 5671 of the given addresses, WebSocket (behind nginx) on loopback.
// node amqp_peer.js CHAIN.pem KEY.pem ADDRESS... WEBSOCKET-PORT
'use strict';
const fs = require('fs');
const http = require('http');
const path = require('path');
const modules = path.join(__dirname, '..', 'node_modules');
const rhea = require(path.join(modules, 'rhea'));
const ws = require(path.join(modules, 'ws'));

const [chain, key, ...rest] = process.argv.slice(2);
const port = Number(rest.pop());
const container = rhea.create_container();
container.sasl_server_mechanisms.enable_anonymous();
container.sasl_server_mechanisms.enable_plain(() => false);
for (const name of ['connection_error', 'disconnected', 'protocol_error', 'error']) container.on(name, () => {});
for (const host of rest)
    container.listen({ host, port: 5671, transport: 'tls', cert: fs.readFileSync(chain), key: fs.readFileSync(key) });
const server = http.createServer();
const upgrades = new ws.WebSocketServer({ server, handleProtocols: (offered) => offered.values().next().value });
upgrades.on('connection', (socket) => { socket.on('error', () => {}); container.websocket_accept(socket); });
server.listen(port, '127.0.0.1');
