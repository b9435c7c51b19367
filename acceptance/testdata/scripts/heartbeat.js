// A server that goes mute: the heartbeat finds out and reconnects.
import WebsocketHeartbeat from 'websocket-heartbeat-miniprogram';

WebsocketHeartbeat({
  miniprogram: typeof wx === 'undefined' ? uni : wx,
  connectSocketParams: { url: scriptArgs[0] },
  pingTimeout: 300,
  pongTimeout: 1500,
  reconnectTimeout: 100,
}).then((task) => {
  let opens = 0;
  task.onOpen = () => {
    opens += 1;
    console.log('open', opens);
    task.send({ data: opens === 1 ? 'hello' : 'hello again' });
  };
  task.onMessage = ({ data }) => {
    console.log('message', data);
    if (opens === 2) {
      task.close();
      console.log('end');
    }
  };
  task.onReconnect = () => console.log('reconnect');
  task.onClose = () => console.log('close');
});
