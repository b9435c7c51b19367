import io from 'weapp.socket.io';
import { live } from './socketio.js';

live(io, scriptArgs[0], { transports: ['websocket'] });
