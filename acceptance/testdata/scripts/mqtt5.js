import mqtt from 'mqtt';
import { live } from './mqtt.js';

live(mqtt, scriptArgs[0].replace(/^ws/, 'wx'));
