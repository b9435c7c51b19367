// An MQTT broker over WebSocket.
import { Aedes } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { serve } from './server.mjs';

const broker = await Aedes.createBroker();
const sockets = new WebSocketServer({
  server: serve('/mqtt'),
  // As strict brokers do: without the subprotocol there is no connection.
  handleProtocols: (offered) => ['mqtt', 'mqttv3.1'].find((name) => offered.has(name)) ?? false,
  verifyClient: ({ req }) => /\bmqtt/.test(req.headers['sec-websocket-protocol'] ?? ''),
});
sockets.on('connection', (socket, request) => {
  const stream = createWebSocketStream(socket);
  stream.on('error', () => {}); // it was cut
  broker.handle(stream, request);
});
