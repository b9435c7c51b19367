// STOMP over an adapter of the kind that uni-apps have: a WebSocket made of a SocketTask.
import { Client } from '@stomp/stompjs';

class UniSocket {
  constructor(url, protocols) {
    this.url = url;
    this.binaryType = 'arraybuffer';
    this.task = uni.connectSocket({ url, protocols, complete() {} });
    this.task.onOpen((event) => this.onopen?.(event));
    this.task.onMessage(({ data }) => this.onmessage?.({ data }));
    this.task.onClose(({ code, reason }) => this.onclose?.({ code, reason, wasClean: code === 1000 }));
    this.task.onError((event) => this.onerror?.(event));
  }
  get readyState() { return this.task.readyState; }
  send(data) { this.task.send({ data }); }
  close(code = 1000, reason = '') { this.task.close({ code, reason }); }
}

const make = (name, onConnect) => new Client({
  webSocketFactory: () => new UniSocket(scriptArgs[0], ['v12.stomp', 'v11.stomp', 'v10.stomp']),
  reconnectDelay: 200,
  heartbeatIncoming: 2000,
  heartbeatOutgoing: 2000,
  onConnect,
  onStompError: (frame) => console.log(name, 'stomp error', frame.headers.message),
  onWebSocketClose: ({ code }) => { if (code !== 1000 && !ending) console.log(name, 'lost'); },
});

let connects = 0;
let ending = false;
const reader = make('reader', (frame) => {
  connects += 1;
  console.log('connect', connects, frame.headers.version);
  reader.subscribe('/topic/room', ({ body, headers }) => {
    console.log('message', body.length > 100 ? body.length : body, headers.kind ?? '');
    if (headers.kind === 'second') setTimeout(() => console.log('cut me off'), 3000); // long enough for a heartbeat
    if (body === 'again') {
      ending = true;
      writer.deactivate().then(() => reader.deactivate()).then(() => console.log('end'));
    }
  });
  if (connects === 1) writer.activate();
});
let writes = 0;
const again = () => {
  if (connects < 2) setTimeout(again, 100);
  else setTimeout(() => writer.publish({ destination: '/topic/room', body: 'again' }), 100);
};
const writer = make('writer', () => {
  writes += 1;
  if (writes > 1) return again();
  writer.publish({ destination: '/topic/room', body: '你好, STOMP' });
  writer.publish({ destination: '/topic/room', body: 'x'.repeat(70000) });
  writer.publish({ destination: '/topic/room', body: 'y', headers: { kind: 'second' } });
});
reader.activate();
