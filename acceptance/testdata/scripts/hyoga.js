import io from '@hyoga/uni-socket.io';
import { live } from './socketio.js';

live(io, scriptArgs[0], { transports: ['websocket'] });
