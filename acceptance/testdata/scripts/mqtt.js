// One life of an MQTT client, whichever version: it subscribes, publishes in text and bytes with each quality of
// service, is cut off, comes back and ends.
export function live(mqtt, url, options) {
  const client = mqtt.connect(url, { clientId: 'unisocket', keepalive: 4, reconnectPeriod: 200, ...options });
  let connects = 0;
  client.on('connect', () => {
    connects += 1;
    console.log('connect', connects);
    if (connects === 2) return client.publish('room/again', 'I am back');
    client.subscribe('room/#', { qos: 2 }, (err, granted) => {
      console.log('granted', err ?? granted.map((g) => `${g.topic} ${g.qos}`).join());
      client.publish('room/text', '你好, MQTT');
      client.publish('room/bytes', new Uint8Array([0, 1, 254, 255]), { qos: 1 }, (err) => console.log('qos 1', err ?? 'acknowledged'));
      client.publish('room/big', 'x'.repeat(200000), { qos: 2 }, (err) => console.log('qos 2', err ?? 'completed'));
    });
  });
  client.on('message', (topic, payload) => {
    console.log('message', topic, payload.length > 100 ? payload.length : topic === 'room/bytes' ? payload.toString('hex') : payload.toString());
    if (topic === 'room/again') client.end(false, {}, () => console.log('end'));
  });
  client.once('packetreceive', function first(packet) {
    if (packet.cmd === 'pingresp') console.log('pong\ncut me off');
    else client.once('packetreceive', first);
  });
  client.on('reconnect', () => console.log('reconnect'));
  client.on('error', (err) => console.log('error', err.message));
}
