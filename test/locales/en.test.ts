import { messages } from '../../src/locales/en.js';
import { localeContract } from '../contracts/locale-contract.js';

localeContract('en', messages);
