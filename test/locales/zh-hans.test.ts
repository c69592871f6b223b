import { messages } from '../../src/locales/zh-hans.js';
import { localeContract } from '../contracts/locale-contract.js';

localeContract('zh-Hans', messages);
