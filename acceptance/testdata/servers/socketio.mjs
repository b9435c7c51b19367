// socket.io 4, with long polling and WebSocket.
import { Server } from 'socket.io';
import { serve } from './server.mjs';

const io = new Server(serve('', 'http'), { cors: { origin: true, credentials: true }, pingInterval: 500, pingTimeout: 20000 });
const listen = (namespace) => namespace.on('connection', (socket) => {
  socket.emit('welcome', { namespace: namespace.name, auth: socket.handshake.auth, query: socket.handshake.query.token ?? null });
  socket.on('say', (text, answer) => answer({ said: text, length: text.length }));
  socket.on('blob', (data, answer) => answer(Buffer.from(data).reverse()));
  socket.on('join', (room) => { socket.join(room); namespace.to(room).emit('joined', room); });
  socket.on('leave', () => socket.disconnect());
});
listen(io.of('/'));
listen(io.of('/chat'));
