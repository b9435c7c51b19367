import mqtt from 'mqtt';
import { live } from './mqtt.js';

// WeChat is no browser to mqtt, which wants to be told that there is a WebSocket all the same.
live(mqtt, scriptArgs[0].replace(/^ws/, 'wx'), { forceNativeWebSocket: true });
