/** Defines the elements and gives them a session. It has to be imported before the framework renders one. */
import { createSession } from 'couponkit';
import { createHttpAdapter } from 'couponkit/adapters/http';
import { provideSession } from 'couponkit/define';

const { server = '', key = '' } = document.querySelector<HTMLElement>('#app')!.dataset;

export const session = createSession({ adapter: createHttpAdapter({ server, key }) });
provideSession(document, () => session);
