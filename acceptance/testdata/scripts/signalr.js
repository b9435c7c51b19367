// SignalR: negotiation over HTTP, then the transport that is asked for.
import { HubConnectionBuilder, HttpTransportType, LogLevel } from '@microsoft/signalr';

const [url, transport] = scriptArgs[0].split('#');
const connection = new HubConnectionBuilder()
  .withUrl(url.replace(/^ws/, 'http') + '/hub', { transport: HttpTransportType[transport ?? 'WebSockets'], accessTokenFactory: () => 'secret' })
  .withAutomaticReconnect([100, 200])
  .configureLogging(LogLevel.None)
  .build();
let starts = 0;
connection.on('said', (text) => {
  console.log('said', text);
  if (starts === 2) connection.stop().then(() => console.log('end'));
});
connection.onreconnecting(() => console.log('reconnecting'));
connection.onreconnected(async () => {
  starts = 2;
  console.log('reconnected');
  await connection.send('say', 'again');
});
await connection.start();
starts = 1;
console.log('started');
console.log('answer', await connection.invoke('add', 2, 3));
await connection.invoke('fail', 1).catch((err) => console.log('error', err.message));
await connection.send('say', '你好');
setTimeout(() => console.log('cut me off'), 300);
