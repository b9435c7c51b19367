import { io } from 'socket.io-client';
import { live } from './socketio.js';

live(io, scriptArgs[0]); // polling, then an upgrade
