import mqtt from 'mqtt4/dist/mqtt.js';
import { live } from './mqtt.js';

live(mqtt, scriptArgs[0].replace(/^ws/, 'wx'));
