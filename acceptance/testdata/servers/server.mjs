// What the servers have in common: they print their URL as a line on standard output, cut
// their connections when the line "cut" comes on standard input, and end with it.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

export function serve(path, scheme = 'ws') {
  const server = createServer((request, response) => response.writeHead(404).end());
  const sockets = new Set();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  createInterface({ input: process.stdin })
    .on('line', (line) => {
      if (line === 'cut') for (const socket of sockets) socket.resetAndDestroy();
    })
    .on('close', () => process.exit());
  server.listen(0, '127.0.0.1', () => console.log(`${scheme}://127.0.0.1:${server.address().port}${path}`));
  return server;
}
