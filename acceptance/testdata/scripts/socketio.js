// One life of a socket.io client, whichever it is: two namespaces, acknowledgements, bytes, a room, a cut and an end.
export function live(io, url, options) {
  const socket = io(url, { auth: { token: 'secret' }, query: { token: 'in the query' }, reconnectionDelay: 200, ...options });
  let connects = 0;
  socket.on('connect', () => {
    connects += 1;
    console.log('connect', connects, typeof socket.id);
    if (connects === 2) return socket.emit('leave');
    socket.emit('say', '你好', (answer) => {
      console.log('answer', JSON.stringify(answer));
      socket.emit('blob', new Uint8Array([1, 2, 254]).buffer, (bytes) => {
        console.log('bytes', bytes instanceof ArrayBuffer, [...new Uint8Array(bytes)].join());
        socket.emit('join', 'lobby');
      });
    });
  });
  socket.on('welcome', (w) => console.log('welcome', JSON.stringify(w)));
  socket.on('joined', (room) => {
    console.log('joined', room);
    const chat = (io.Manager ? socket.io : io).socket ? socket.io.socket('/chat') : io(url + '/chat', options);
    chat.on('connect', () => console.log('chat connect'));
    chat.on('welcome', (w) => {
      console.log('chat welcome', w.namespace);
      chat.disconnect();
      setTimeout(() => console.log('cut me off'), 1200); // long enough for a ping
    });
  });
  socket.on('disconnect', (reason) => {
    console.log('disconnect', reason);
    if (connects === 2) socket.io.reconnection(false);
  });
  const manager = socket.io;
  manager.on('reconnect_attempt', () => console.log('reconnect_attempt'));
  manager.on('reconnect', () => console.log('reconnect'));
  socket.on('connect_error', (err) => console.log('connect_error', err.message ?? err));
}
