// SPDX-License-Identifier: MIT
// A device client of Microsoft's SDK, as a judge: does it come as far as the hub's own answer?
// node iot_client.js AmqpWs|MqttWs|Amqp|Mqtt HUB-HOST PROXY-URL|none CA.pem [SECONDS]
// node iot_client.js FILE     the same for every line of a file, a JSON array of such arguments: all at once
// Prints one line each, in their order: {"reached", "how", "error", "connect"}. Reached is what only the hub can say:
// that it accepts or refuses the made-up device. What a proxy, a socket, TLS or the upgrade says never is. "connect" is
// the status of the proxy's answer to CONNECT, null where there was none. Exit: 0 with the verdicts, 2 wrong use.
'use strict';
const fs = require('fs');
const path = require('path');
const load = (name) => require(path.join(__dirname, '..', 'node_modules', name));

const KINDS = { AmqpWs: 'amqp', MqttWs: 'mqtt', Amqp: 'amqp', Mqtt: 'mqtt' };
function can_ask([protocol, hub, proxy, ca, seconds = '10']) {
    const way = proxy === 'none' || (/^https?:\/\//.test(proxy) && URL.canParse(proxy));
    return KINDS[protocol] && /^[\w.-]+$/.test(hub) && way && fs.existsSync(ca) && Number(seconds) > 0;
}
const given = process.argv.slice(2);
const questions = given.length === 1 && fs.existsSync(given[0])
    ? fs.readFileSync(given[0], 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)) : [given];
if (!questions.every(can_ask)) {
    console.error('iot_client: AmqpWs|MqttWs|Amqp|Mqtt HUB-HOST http[s]://[USER:PASSWORD@]HOST:PORT|none CA.pem [SECONDS]');
    process.exit(2);
}

const { Client } = load('azure-iot-device');
const { NoRetry } = load('azure-iot-common');
const { HttpsProxyAgent } = load('https-proxy-agent');
const transports = { ...load('azure-iot-device-amqp'), ...load('azure-iot-device-mqtt') };

// The SDK puts these words before any error of a first MQTT connection, reads a refusal by the hub in them, and makes
// an UnauthorizedError even of a closed port: so for MQTT only the packet itself counts.
const SAID_OF_ALL = 'Failure on first connection (Not authorized): ';
const connacks = {}; // return codes by client id
const mqtt = load('mqtt'); // the very module that the SDK takes
const mqtt_connect = mqtt.connect;
mqtt.connect = (url, options) => mqtt_connect(url, options).on('packetreceive', (packet) => {
    if (packet.cmd === 'connack') connacks[options.clientId] = packet.returnCode;
});

function hubs_answer(kind, device, error) {
    if (kind === 'mqtt') return device in connacks ? 'CONNACK ' + connacks[device] : null;
    if (!error) return 'connected';
    // The peer's close, end or detach has a condition; an error without one is the answer to put-token.
    const condition = error.amqpError && error.amqpError.condition;
    if (error.amqpError) return /^amqp:(unauthorized-access|not-found)$/.test(condition) ? condition : null;
    return error.name === 'UnauthorizedError' ? 'put-token refused' : null;
}

// The verdict on one question; what the client says after its first word is not heard any more.
function ask([protocol, hub, proxy, ca, seconds = '10'], number) {
    const kind = KINDS[protocol], device = 'egress-judge-' + number, roots = fs.readFileSync(ca, 'utf8');
    const options = { ca: roots };
    let connect = null;
    if (proxy !== 'none') {
        const agent = new HttpsProxyAgent(proxy, { ca: roots });
        agent.on('proxyConnect', (answer) => { connect = answer.statusCode; });
        options[kind] = { webSocketAgent: agent };
    }
    return new Promise((resolve) => {
        const key = Buffer.from('the key of no device').toString('base64');
        const connection = 'HostName=' + hub + ';DeviceId=' + device + ';SharedAccessKey=' + key;
        const client = Client.fromConnectionString(connection, transports[protocol]);
        client.setRetryPolicy(new NoRetry());
        client.on('error', resolve);
        client.setOptions(options, (error) => (error ? resolve(error) : client.open(resolve)));
        setTimeout(() => resolve(new Error('silent for ' + seconds + ' s')), Number(seconds) * 1000);
    }).then((error) => {
        const how = hubs_answer(kind, device, error);
        const cause = error && (error.transportError || error.amqpError || error);
        const words = cause ? String(cause.message || cause.description || cause.condition || cause).replace(SAID_OF_ALL, '') : null;
        return JSON.stringify({ reached: how !== null, how: how || 'failed', error: words, connect }) + '\n';
    });
}

for (const name of ['log', 'warn']) console[name] = () => {}; // rhea tells of every disconnection
Promise.all(questions.map(ask)).then((lines) => {
    fs.writeSync(1, lines.join(''));
    process.exit(0);
});
