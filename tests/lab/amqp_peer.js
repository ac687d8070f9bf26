// SPDX-License-Identifier: MIT
// An AMQP 1.0 peer made of npm's rhea: TLS on 5671 of the given addresses, WebSocket (behind nginx) on loopback. As the
// hub does, it lets anybody open links to $cbs and refuses the token that is then put there; it refuses any password.
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
const replies = new WeakMap(); // by connection: our end of the link that carries the answers of $cbs
container.on('sender_open', ({ connection, sender }) => {
    sender.set_source(sender.remote.attach.source);
    replies.set(connection, sender);
});
container.on('receiver_open', ({ receiver }) => receiver.set_target(receiver.remote.attach.target));
container.on('message', ({ connection, message }) => {
    const reply = replies.get(connection);
    const refusal = { 'status-code': 401, 'status-description': 'Unauthorized' };
    if (reply) reply.send({ correlation_id: message.message_id, application_properties: refusal, body: null });
});
for (const host of rest)
    container.listen({ host, port: 5671, transport: 'tls', cert: fs.readFileSync(chain), key: fs.readFileSync(key) });
const server = http.createServer();
const upgrades = new ws.WebSocketServer({ server, handleProtocols: (offered) => offered.values().next().value });
upgrades.on('connection', (socket) => { socket.on('error', () => {}); container.websocket_accept(socket); });
server.listen(port, '127.0.0.1');
